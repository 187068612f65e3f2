import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

const AGENT = 'istio-system/istio-cni-node';

/** What the agents count: on node-2 whether a ztunnel is connected, on the others one. */
const linked = (inside: Mesh, onNode2: 0 | 1): Mesh =>
  inside
    .says('cni-metrics', `${AGENT}@node-1`, 'ztunnel_connected 1')
    .says('cni-metrics', `${AGENT}@node-2`, `ztunnel_connected ${onNode2}`)
    .says('cni-metrics', `${AGENT}@node-3`, 'ztunnel_connected 1');

export const cniZtunnelDisconnected: readonly Scenario[] = [
  ...firesAndNear(
    'cni-ztunnel-disconnected',
    {
      title: "On the callee's node the agent has no ztunnel: pods that run go on",
      mesh: () => linked(pair(), 0),
      asks: [expectFlows(CLIENT, SERVER)],
    },
    {
      title: 'The ztunnel there started ten seconds ago',
      mesh: () =>
        linked(pair(), 0).edit('Pod', (pod) => {
          const { containerStatuses } = pod['status'] as { containerStatuses?: { state: unknown }[] };
          if (pod.metadata.labels?.['app'] !== 'ztunnel' || !containerStatuses) return;
          for (const status of containerStatuses) status.state = { running: { startedAt: '2026-11-20T09:59:50Z' } };
        }),
      asks: [expectFlows(CLIENT, SERVER)],
    },
  ),
  {
    id: 'cni-ztunnel-disconnected-new-pod',
    title: 'A new pod there cannot start, and the reason is the link and not the pod',
    bundle: () => linked(pair().fault('shop/server', { state: 'creating', since: LONG }), 0).bundle(),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          cause: 'cni-ztunnel-disconnected',
          blame: 'istio',
          notBlame: ['application', 'kubernetes', 'configuration'],
        },
      },
    ],
    fires: ['cni-ztunnel-disconnected'],
  },
];
