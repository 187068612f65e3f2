/** R9: what the proxy of a waypoint knows of the services behind it, by its own answer. */
import type { EnvoyCluster } from '../../state/envoy-clusters.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf } from '../../state/refs.ts';
import type { Mesh } from '../mesh.ts';
import { clustersOf } from '../told/envoy-clusters.ts';

/** R9: the clusters that a waypoint pod has for a service port; null where its answer was not read, or was cut short. */
export function knownAtWaypoint(mesh: Mesh, pod: Pod, host: string, port: number): readonly EnvoyCluster[] | null {
  const name = nameOf(pod);
  const answer = mesh.envoyClusters.get(name);
  if (!answer || answer.omitted > 0) return null;
  return (clustersOf(mesh, name, host, port) ?? []).filter(({ direction }) => direction === 'inbound-vip');
}
