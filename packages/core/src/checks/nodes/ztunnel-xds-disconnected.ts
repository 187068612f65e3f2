import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 27 (CP2, Z3): a ready ztunnel that no istiod replica knows. */
export const ztunnelXdsDisconnected: Check = {
  id: 'ztunnel-xds-disconnected',
  number: 27,
  stage: 'nodes',
  title: 'ztunnel has lost the control plane',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 2,
  needs: ['Pod', 'istiod-syncz'],
  explains: ['unknown-local-workload'],
  why: 'Each proxy holds one stream to one istiod replica. A ztunnel that none of them lists works on old data, although it stays ready.',
  notProof:
    'Missing from one replica proves nothing: all replicas must have answered. A ztunnel younger than a minute is connecting.',
  cite: 'Z3, CP2; istio: pilot/pkg/xds/debug.go',
  detect(mesh) {
    const answered = new Set(mesh.state.syncStatus.map((status) => status.pod));
    const istiods = mesh.pods.istiods.filter((pod) => pod.ready);
    if (istiods.length === 0 || !istiods.every((pod) => answered.has(nameOf(pod)))) return [];
    const known = new Set(mesh.state.syncStatus.flatMap((status) => status.proxies.map((proxy) => proxy.proxy)));
    return mesh.pods.ztunnels
      .all()
      .filter(
        (pod) =>
          pod.ready &&
          pod.deletedAt === null &&
          !known.has(nameOf(pod)) &&
          hasHeld(conditionOf(pod.conditions, 'Ready')?.since ?? null, mesh.takenAt, 60),
      )
      .map((pod) => {
        const subject = ref('Pod', pod.namespace, pod.name);
        const first = mesh.state.syncStatus[0];
        return {
          subject,
          sentence: `ztunnel on node \`${pod.node}\` has lost the control plane and works on old data.`,
          evidence: [
            reading(
              'istiod-syncz',
              first?.pod ?? '',
              `not listed by any of ${answered.size} istiod replicas`,
              nameOf(pod),
              first?.at ?? null,
            ),
          ],
          objects: [ref('Node', '', pod.node)],
          fix: [
            remedy(
              'Check that istiod is reachable from the node on port 15012.',
              'istioctl proxy-status | grep ztunnel',
            ),
          ],
        };
      });
  },
};
