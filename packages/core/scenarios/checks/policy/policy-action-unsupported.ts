import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, onServer, pair, SERVER } from '../pair.ts';

const CUSTOM = { ...onServer([{}], 'CUSTOM'), provider: { name: 'login' } };

export const policyActionUnsupported: readonly Scenario[] = [
  ...firesAndNear(
    'policy-action-unsupported',
    {
      title: 'A policy asks another service, and only ztunnel could enforce it',
      mesh: () => pair().authorizationPolicy('shop/login', CUSTOM),
      asks: [
        {
          from: CLIENT,
          to: SERVER,
          expect: { verdict: ['degraded'], cause: 'policy-action-unsupported', blame: 'configuration' },
        },
      ],
    },
    {
      title: 'The policy selects pods with sidecars, which know the action',
      mesh: () => pair({ sidecar: true }).authorizationPolicy('shop/login', CUSTOM),
    },
  ),
  {
    id: 'policy-dry-run',
    title: 'A dry run is meant to have no effect',
    bundle: () =>
      pair()
        .authorizationPolicy('shop/trial', onServer([], 'ALLOW'))
        .edit('AuthorizationPolicy', (object) =>
          Object.assign(object.metadata, { annotations: { 'istio.io/dry-run': 'true' } }),
        )
        .bundle(),
    asks: [expectDelivered(CLIENT, SERVER)],
    fires: ['policy-action-unsupported'],
  },
];
