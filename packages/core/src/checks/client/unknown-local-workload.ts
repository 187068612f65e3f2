import { hasSidecar, redirectionOf } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import { summed, type Told } from '../../mesh/told/connection-log.ts';
import { isWaypointInstance } from '../../mesh/waypoint/waypoint.ts';
import { workloadIn, ztunnelOn } from '../../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { ZtunnelDump } from '../../state/readings.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 43 (P2): ztunnel captures a pod that istiod never told it about. */
export const unknownLocalWorkload: Check = {
  id: 'unknown-local-workload',
  number: 43,
  stage: 'client',
  title: 'ztunnel does not know a pod that it captures',
  blame: 'istio',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 2,
  persistence: 5,
  needs: ['Pod'],
  needsOneOf: ['ztunnel-config', 'ztunnel-log'],
  uses: ['ztunnel-ready', 'Gateway'],
  why: 'ztunnel waits five seconds for the control plane to tell it who a pod is, and then fails each of its connections.',
  notProof: 'The first seconds of a pod, and dumps taken before it was there.',
  cite: 'P2; ztunnel: src/proxy.rs',
  detect: inEachNamespace((mesh, { pods }) => pods.flatMap((pod) => findingOf(mesh, pod) ?? [])),
};

function findingOf(mesh: Mesh, pod: Pod): Found | null {
  if (redirectionOf(pod) === 'absent' || hasSidecar(pod) || pod.deletedAt !== null || pod.ips.length === 0) return null;
  if (isWaypointInstance(mesh, pod)) return null;
  const { dump, pods: ztunnels } = ztunnelOn(mesh, pod.node);
  // A dump knows better than a log, which may speak of what has passed.
  if (dump && !isMissingIn(mesh, dump, pod)) return null;
  const told = ztunnels.flatMap((ztunnel) => refusedAsUnknown(mesh, ztunnel, pod));
  if (!dump && told.length === 0) return null;
  const { times, lastAt, pod: teller } = summed(told);
  const inDump = dump && reading('ztunnel-config', dump.pod, `workloads has no ${nameOf(pod)}`, 'one entry', dump.at);
  const refused = `${times} connections of ${nameOf(pod)} failed: it is unknown`;
  return {
    subject: ref('Pod', pod.namespace, pod.name),
    sentence: `ztunnel on node \`${pod.node}\` captures pod \`${pod.namespace}/${pod.name}\`, but the control plane never told it who that is.`,
    evidence: [
      ...(inDump ? [inDump] : []),
      ...(told.length > 0 ? [reading('ztunnel-log', teller, refused, 'none', lastAt, 3)] : []),
    ],
    objects: [ref('Node', '', pod.node)],
    fix: [
      remedy(
        'Check that istiod runs, sees the pod and reaches this ztunnel.',
        `istioctl ztunnel-config workload --node ${pod.node} | grep ${pod.name}`,
      ),
    ],
  };
}

const isMissingIn = (mesh: Mesh, dump: ZtunnelDump, pod: Pod): boolean =>
  !workloadIn(dump, pod.namespace, pod.name) && hasHeld(pod.startedAt ?? pod.createdAt, dump.at ?? mesh.takenAt, 10);

/** Connections that failed because nobody told ztunnel who the pod is; not those of the pod's first seconds. */
function refusedAsUnknown(mesh: Mesh, ztunnel: Pod, pod: Pod): Told[] {
  const facts = factsOf(mesh, nameOf(ztunnel), 'local-workload-unknown').filter(
    ({ name, count, lastAt }) => name === pod.name && count >= 2 && hasHeld(pod.startedAt, lastAt ?? mesh.takenAt, 10),
  );
  return facts.map((fact) => ({ pod: nameOf(ztunnel), at: fact.lastAt, fact }));
}
