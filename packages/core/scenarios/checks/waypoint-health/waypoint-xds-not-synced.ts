import type { Bundle } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

interface Synced {
  proxy: string;
  resources: Record<string, { sent: string; acked: string; sentTime: string }>;
}

/** What the istiod replicas list, changed. */
function listing(made: Mesh, change: (entry: Synced) => Synced | null): Bundle {
  const bundle = made.bundle();
  return {
    ...bundle,
    readings: bundle.readings.map((one) =>
      one.source === 'istiod-syncz'
        ? { ...one, body: (one.body as Synced[]).flatMap((entry) => change(entry) ?? []) }
        : one,
    ),
  };
}

const isWaypoint = ({ proxy }: Synced): boolean => proxy.startsWith('waypoint-');

/** A mesh whose bundle is bent at the end. */
const bent = (change: (entry: Synced) => Synced | null): Mesh => {
  const made = guarded();
  const plain = made.bundle.bind(made);
  made.bundle = () => {
    made.bundle = plain;
    return listing(made, change);
  };
  return made;
};

const unacknowledged =
  (sentTime: string) =>
  (entry: Synced): Synced =>
    isWaypoint(entry)
      ? {
          proxy: entry.proxy,
          resources: {
            'type.googleapis.com/envoy.config.cluster.v3.Cluster': { sent: 'new', acked: 'old', sentTime },
          },
        }
      : entry;

export const waypointXdsNotSynced: readonly Scenario[] = [
  ...firesAndNear(
    'waypoint-xds-not-synced',
    {
      title: 'No istiod replica lists the pods of the waypoint',
      mesh: () => bent((entry) => (isWaypoint(entry) ? null : entry)),
      asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    },
    {
      title: 'Every replica has answered, and one lists them',
      mesh: () => guarded(),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'waypoint-not-acknowledged',
    title: 'What was sent minutes ago is not acknowledged',
    bundle: () => listing(guarded(), unacknowledged('2020-01-01T00:00:00Z')),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    fires: ['waypoint-xds-not-synced'],
  },
];
