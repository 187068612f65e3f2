import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Container, Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy, secondsBetween } from '../evidence.ts';
import { isComponent, stoppedOn, workloadFindings } from './sick-pods.ts';

/** Catalogue 141: the application ends again and again. */
export const appCrashing: Check = {
  id: 'app-crashing',
  number: 141,
  stage: 'application',
  title: 'The application keeps crashing',
  blame: 'application',
  severity: 'broken',
  hops: ['resolution', 'upstream-link', 'destination'],
  tier: 0,
  persistence: 0,
  needs: ['Pod'],
  explains: ['source-pod-not-running', 'endpoints-not-ready', 'waypoint-no-healthy-upstream'],
  why: 'The container starts and ends again; Kubernetes waits longer each time before it tries once more.',
  notProof:
    'Where some pods of the workload are well, or run between two crashes, it is a degradation; ten minutes without a crash are the end of it. Pods of Istio itself have checks of their own.',
  cite: 'Kubernetes',
  detect: workloadFindings(
    (mesh, pod) => crashes(mesh, pod),
    (mesh, sick, all) => finding(mesh, sick, all),
  ),
  judge: (mesh, trace) => stoppedOn(mesh, trace, crashes, finding),
};

const crashes = (mesh: Mesh, pod: Pod): boolean =>
  pod.containers.some(hasCrashed) &&
  !isComponent(mesh, pod) &&
  !isFinished(pod) &&
  (pod.containers.some(isWaiting) || pod.containers.some((container) => hasJustEnded(mesh, container)));

const isWaiting = ({ waiting }: Container): boolean => waiting === 'CrashLoopBackOff';

/** It ended badly more often than once or twice, whether it runs just now or waits for the next try. */
const hasCrashed = (container: Container): boolean =>
  isWaiting(container) || (container.restarts >= 3 && (container.terminated?.exitCode ?? 0) !== 0);

/** Between two crashes it runs for a while; ten minutes without one are the end of it. */
const hasJustEnded = (mesh: Mesh, container: Container): boolean => {
  if (!hasCrashed(container)) return false;
  const age = secondsBetween(container.terminated?.at ?? null, mesh.takenAt);
  return age !== null && age <= 600;
};

function finding(mesh: Mesh, sick: readonly Pod[], all: number) {
  const pod = sick[0]!;
  const container =
    pod.containers.find(isWaiting) ?? pod.containers.find((candidate) => hasJustEnded(mesh, candidate))!;
  const end = container.terminated;
  const subject = ref(pod.workload.kind, pod.namespace, pod.workload.name);
  const reason = end ? ` (${end.reason}, exit ${end.exitCode})` : '';
  return {
    subject,
    severity: sick.length === all && sick.every(({ ready }) => !ready) ? ('broken' as const) : ('degraded' as const),
    sentence: `\`${pod.namespace}/${pod.workload.name}\` keeps crashing${reason}: ${sick.length} of ${all} ${all === 1 ? 'pod' : 'pods'}.`,
    evidence: sick
      .slice(0, 3)
      .map((item) =>
        field(
          ref('Pod', item.namespace, item.name),
          'containerStatuses',
          `${isWaiting(container) ? 'CrashLoopBackOff' : 'running again'}, ${container.restarts} restarts`,
          'running',
          end?.at ?? null,
        ),
      ),
    objects: sick.slice(0, 5).map((item) => ref('Pod', item.namespace, item.name)),
    since: end?.at ?? null,
    fix: [remedy('Read what it said before it ended.', `kubectl -n ${pod.namespace} logs ${pod.name} --previous`)],
  };
}
