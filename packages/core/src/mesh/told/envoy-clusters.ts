/** Look-ups in what the proxies of waypoints and gateways know of their destinations. */
import type { EnvoyCluster, EnvoyClusters } from '../../state/envoy-clusters.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';

const NOTHING: readonly EnvoyCluster[] = [];

const byTarget = perSlice(({ clusters }: EnvoyClusters) => groupBy(clusters, ({ host, port }) => `${host}:${port}`));

/** Clusters of a host and port in one proxy (`ns/name`), of every direction and subset; null where its clusters were not read. */
export function clustersOf(mesh: Mesh, pod: string, host: string, port: number): readonly EnvoyCluster[] | null {
  const answer = mesh.envoyClusters.get(pod);
  return answer === undefined ? null : (byTarget(answer).get(`${host}:${port}`) ?? NOTHING);
}
