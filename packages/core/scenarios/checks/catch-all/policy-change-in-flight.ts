import { accessLines } from '../../mesh/log-lines.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, CLIENT_ID, expectFlows, firesAndNear, fromPrincipals, onServer, pair, SERVER } from '../pair.ts';

/** Connections closed by ztunnel, the last so many seconds ago; the policy was edited two minutes ago. */
const closed = (times: number): Mesh =>
  pair()
    .authorizationPolicy('shop/policy', onServer([fromPrincipals(CLIENT_ID)]), { since: 120 })
    .says(
      'ztunnel-log',
      'istio-system/ztunnel@node-2',
      ...accessLines({
        direction: 'inbound',
        from: CLIENT,
        to: 'shop/server',
        port: 8080,
        error: 'connection closed due to policy change',
        bytes: 300,
        times,
        ago: 100,
      }),
    );

export const policyChangeInFlight: readonly Scenario[] = firesAndNear(
  'policy-change-in-flight',
  {
    title: 'A policy was edited, and ztunnel closed connections',
    mesh: () => closed(9),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['degraded'], cause: 'policy-change-in-flight', blame: 'configuration' },
      },
    ],
  },
  {
    title: 'One connection was closed',
    mesh: () => closed(1),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
