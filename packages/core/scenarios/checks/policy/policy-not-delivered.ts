import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, CLIENT_ID, expectFlows, firesAndNear, fromPrincipals, onServer, pair, SERVER } from '../pair.ts';

/** A DENY for the caller, edited some time ago. */
const denied = (since: number): Mesh =>
  pair().authorizationPolicy('shop/no-client', onServer([fromPrincipals(CLIENT_ID)], 'DENY'), { since });

export const policyNotDelivered: readonly Scenario[] = [
  ...firesAndNear(
    'policy-not-delivered',
    {
      title: "The callee's ztunnel never got the policy that denies the caller",
      mesh: () => denied(600).ztunnel('node-2', { lacks: ['shop/no-client'] }),
      asks: [
        {
          from: CLIENT,
          to: SERVER,
          expect: { verdict: ['degraded'], cause: 'policy-not-delivered', blame: 'istio' },
        },
      ],
    },
    {
      title: 'The policy was written ten seconds ago',
      mesh: () => denied(10).ztunnel('node-2', { lacks: ['shop/no-client'] }),
    },
  ),
  {
    id: 'policy-not-delivered-admits',
    title: "The callee's ztunnel never got the policy that admits the caller",
    bundle: () =>
      pair()
        .authorizationPolicy('shop/nothing', {})
        .authorizationPolicy('shop/client', onServer([fromPrincipals(CLIENT_ID)]))
        .ztunnel('node-2', { lacks: ['shop/client'] })
        .bundle(),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['blocked'], hop: 'destination-ztunnel', cause: 'policy-not-delivered', blame: 'istio' },
      },
    ],
    fires: ['policy-not-delivered'],
  },
  {
    id: 'policy-not-delivered-elsewhere',
    title: 'Another ztunnel lacks the policy',
    bundle: () =>
      pair()
        .authorizationPolicy('shop/client', onServer([fromPrincipals(CLIENT_ID)]))
        .ztunnel('node-3', { lacks: ['shop/client'] })
        .bundle(),
    asks: [expectFlows(CLIENT, SERVER)],
    fires: ['policy-not-delivered'],
  },
];
