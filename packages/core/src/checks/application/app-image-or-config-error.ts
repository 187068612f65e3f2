import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, hasHeld, remedy } from '../evidence.ts';
import { isComponent, stoppedOn, workloadFindings } from './sick-pods.ts';

const REASONS = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'InvalidImageName',
  'RunContainerError',
]);

/** Catalogue 142: the pod cannot start at all. */
export const appImageOrConfigError: Check = {
  id: 'app-image-or-config-error',
  number: 142,
  stage: 'application',
  title: 'The application cannot start',
  blame: 'application',
  severity: 'broken',
  hops: ['resolution', 'upstream-link', 'destination'],
  tier: 0,
  needs: ['Pod'],
  explains: ['source-pod-not-running', 'endpoints-not-ready', 'waypoint-no-healthy-upstream'],
  why: 'The image cannot be pulled, the settings that the container asks for are not there, or no node takes the pod.',
  notProof:
    'Pods of the last minute; a pod that waits only because of a taint or plugin of Istio has a check of its own; where some pods are well it is a degradation.',
  cite: 'Kubernetes',
  detect: workloadFindings(
    (mesh, pod) => cannotStart(mesh, pod),
    (mesh, sick, all) => finding(mesh, sick, all),
  ),
  judge: (mesh, trace) => stoppedOn(mesh, trace, cannotStart, finding),
};

function cannotStart(mesh: Mesh, pod: Pod): boolean {
  if (reasonOf(pod) === '' || isComponent(mesh, pod) || isFinished(pod) || pod.deletedAt !== null) return false;
  // A first try may fail while a node or a setting is still being made.
  return hasHeld(pod.createdAt, mesh.takenAt, 60);
}

function reasonOf(pod: Pod): string {
  const waiting = pod.containers.find((container) => REASONS.has(container.waiting))?.waiting;
  if (waiting) return waiting;
  const scheduled = conditionOf(pod.conditions, 'PodScheduled');
  return scheduled?.status === 'False' && !scheduled.message.includes('cni.istio.io/not-ready')
    ? scheduled.reason || 'Unschedulable'
    : '';
}

const isUnscheduled = (pod: Pod): boolean => conditionOf(pod.conditions, 'PodScheduled')?.status === 'False';

function finding(_mesh: Mesh, sick: readonly Pod[], all: number) {
  const pod = sick[0]!;
  const reason = reasonOf(pod);
  const message =
    pod.containers.find((container) => container.waiting === reason)?.waitingMessage ??
    conditionOf(pod.conditions, 'PodScheduled')?.message ??
    '';
  return {
    subject: ref(pod.workload.kind, pod.namespace, pod.workload.name),
    // No room or no node that tolerates it is the cluster's matter, not the application's.
    blame: isUnscheduled(pod) ? ('kubernetes' as const) : ('application' as const),
    severity: sick.length === all ? ('broken' as const) : ('degraded' as const),
    sentence: `\`${pod.namespace}/${pod.workload.name}\` cannot start: ${reason}, ${sick.length} of ${all} ${all === 1 ? 'pod' : 'pods'}.`,
    evidence: sick
      .slice(0, 3)
      .map((item) =>
        field(
          ref('Pod', item.namespace, item.name),
          'containerStatuses state.waiting',
          `${reasonOf(item)}${message === '' ? '' : `: ${message}`}`,
          'running',
        ),
      ),
    objects: sick.slice(0, 5).map((item) => ref('Pod', item.namespace, item.name)),
    since: pod.createdAt,
    fix: [
      remedy(
        'Read the reason and mend the image, the settings or the room on the nodes.',
        `kubectl -n ${pod.namespace} describe pod ${pod.name}`,
      ),
    ],
  };
}
