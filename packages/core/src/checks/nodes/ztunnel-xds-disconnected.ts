import { lostControlPlane } from '../../mesh/control-plane/control-plane-word.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
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
  uses: ['ztunnel-log'],
  explains: ['unknown-local-workload'],
  why: 'Each proxy holds one stream to one istiod replica. A ztunnel that none of them lists works on old data, although it stays ready.',
  notProof:
    'Missing from one replica proves nothing: all replicas must have answered, or ztunnel itself must say that it reaches none. A ztunnel younger than a minute is connecting.',
  cite: 'Z3, CP2; istio: pilot/pkg/xds/debug.go',
  detect(mesh) {
    const { syncStatus } = mesh.state;
    const answered = new Set(syncStatus.map((status) => status.pod));
    const istiods = mesh.pods.istiods.filter((pod) => pod.ready);
    if (istiods.length === 0 || answered.size === 0) return [];
    const isComplete = istiods.every((pod) => answered.has(nameOf(pod)));
    const known = new Set(syncStatus.flatMap((status) => status.proxies.map((proxy) => proxy.proxy)));
    return mesh.pods.ztunnels
      .all()
      .filter((pod) => !known.has(nameOf(pod)) && isSettled(mesh, pod))
      .flatMap((pod) => finding(mesh, pod, isComplete));
  },
};

const isSettled = (mesh: Mesh, pod: Pod): boolean =>
  pod.ready && pod.deletedAt === null && hasHeld(conditionOf(pod.conditions, 'Ready')?.since ?? null, mesh.takenAt, 60);

/** Where a replica did not answer, only ztunnel's own word tells that it is with none. */
function finding(mesh: Mesh, pod: Pod, isComplete: boolean): Found[] {
  const lost = lostControlPlane(mesh, nameOf(pod));
  if (!isComplete && !lost) return [];
  const [first] = mesh.state.syncStatus;
  const replicas = `not listed by any of ${mesh.state.syncStatus.length} istiod replicas${isComplete ? '' : ' that answered'}`;
  return [
    {
      subject: ref('Pod', pod.namespace, pod.name),
      certainty: isComplete ? 'confirmed' : 'likely',
      sentence: `ztunnel on node \`${pod.node}\` has lost the control plane and works on old data.`,
      evidence: [
        reading('istiod-syncz', first?.pod ?? '', replicas, nameOf(pod), first?.at ?? null),
        ...(lost
          ? [
              reading(
                'ztunnel-log',
                nameOf(pod),
                `${lost.count} failures to connect since ${lost.since}`,
                'connected',
                lost.lastAt,
                3,
              ),
            ]
          : []),
      ],
      objects: [ref('Node', '', pod.node)],
      since: lost?.since ?? null,
      fix: [
        remedy('Check that istiod is reachable from the node on port 15012.', 'istioctl proxy-status | grep ztunnel'),
      ],
    },
  ];
}
