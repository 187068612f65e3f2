import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const lastRenewed = (renewTime: string) => (lease: KubeObject) => {
  const spec = lease['spec'] as { holderIdentity: string; renewTime: string };
  Object.assign(spec, { holderIdentity: 'istiod-gone', renewTime });
};

/** The condition is from before the waypoint was ready, and nobody wrote it again. */
function unboundCondition(service: KubeObject): void {
  if (service.metadata.name !== 'server') return;
  const conditions = [
    {
      type: 'istio.io/WaypointBound',
      status: 'False',
      reason: 'WaypointIsNotReady',
      message: 'waypoint "shop/waypoint" is not ready',
      lastTransitionTime: '2026-11-19T00:00:00Z',
    },
  ];
  Object.assign(service, { status: { ...(service['status'] as object), conditions } });
}

export const statusWriterStuck: readonly Scenario[] = [
  ...firesAndNear(
    'status-writer-stuck',
    {
      title: 'The istiod that wrote the conditions went hours ago, and nobody took over',
      mesh: () => guarded().edit('Lease', lastRenewed('2026-01-01T00:00:00Z')),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
      silent: ['waypoint-never-ready'],
    },
    {
      title: 'The lease was renewed a moment ago',
      mesh: () => guarded(),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'status-writer-stuck-condition',
    title: 'ztunnel knows of the waypoint, and the Service still says that it is not ready',
    bundle: () => guarded().edit('Service', unboundCondition).bundle(),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    fires: ['status-writer-stuck'],
    silent: ['waypoint-never-ready'],
  },
];
