import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { connected, remoteGateway } from '../networks.ts';
import { firesAndNear } from '../pair.ts';

/** What istiod says of its reading of cluster `west`, after so many seconds. */
const reading = (status: string, uptime: number): Mesh =>
  connected()
    .object(remoteGateway('west'))
    .says(
      'istiod-metrics',
      'istio-system/istiod',
      `istiod_uptime_seconds ${uptime}`,
      'istiod_managed_clusters{cluster_type="remote"} 1',
      ...['synced', 'syncing', 'timeout'].map(
        (one) => `istiod_remote_cluster_sync_status{cluster="west",status="${one}"} ${one === status ? 1 : 0}`,
      ),
    );

export const remoteClusterNotSynced: readonly Scenario[] = firesAndNear(
  'remote-cluster-not-synced',
  { title: 'Both istiods gave up reading the other cluster', mesh: () => reading('timeout', 86_400) },
  { title: 'They started a minute ago and are reading it', mesh: () => reading('syncing', 60) },
);
