import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';
import { requestAuthentication } from '../routes.ts';

const rule = (jwks: string) => ({ jwtRules: [{ issuer: 'https://issuer.example', jwks }] });
const KEY = '{"keys":[{"kty":"EC","crv":"P-256","x":"x","y":"y"}]}';
const targetRefs = [{ group: '', kind: 'Service', name: 'server' }];

export const requestauthIneffectiveOrRejecting: readonly Scenario[] = [
  ...firesAndNear(
    'requestauth-ineffective-or-rejecting',
    {
      title: 'A RequestAuthentication for the whole namespace',
      mesh: () => guarded().object(requestAuthentication(rule(KEY))),
      asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    },
    {
      title: 'The same with the Service as its target',
      mesh: () => guarded().object(requestAuthentication({ ...rule(KEY), targetRefs })),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'requestauth-without-keys',
    title: 'The waypoint refuses a key set without a key, and goes on as before',
    bundle: () =>
      guarded()
        .object(requestAuthentication({ ...rule('{"keys":[]}'), targetRefs }))
        .bundle(),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['degraded'], cause: 'requestauth-ineffective-or-rejecting', waypoint: WAYPOINT },
      },
    ],
    fires: ['requestauth-ineffective-or-rejecting'],
  },
];
