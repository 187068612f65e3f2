/** S3, S6: the names under which a workload's traffic is counted. */
import type { WorkloadEntry } from '../../state/istio.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';

const NAME_LABELS = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app'] as const;
const REVISION_LABELS = ['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version'] as const;
const WORKLOAD_NAME = 'service.istio.io/workload-name';

/** S3: name and revision of the canonical service: the first label that is there, even an empty one. */
export function canonicalOf(labels: Labels, workloadName: string): { name: string; revision: string } {
  return { name: firstOf(labels, NAME_LABELS) ?? workloadName, revision: firstOf(labels, REVISION_LABELS) ?? 'latest' };
}

const firstOf = (labels: Labels, names: readonly string[]): string | undefined =>
  names.map((name) => labels[name]).find((value) => value !== undefined);

/** S3: the workload a pod belongs to as istiod names it; unlike for people, a pod that nobody's template made is its own. */
export function workloadNameOfPod(pod: Pod): string {
  const own = pod.labels[WORKLOAD_NAME];
  if (own !== undefined) return own;
  const owner = pod.fromTemplate ? pod.owner : null;
  if (!owner || owner.name === '') return pod.name;
  if (owner.kind === 'ReplicaSet') return withoutHash(owner.name, pod.labels);
  if (owner.kind === 'ReplicationController') return pod.labels['deploymentconfig'] || owner.name;
  if (owner.kind === 'Job') return /(.+)-\d{8,10}$/.exec(owner.name)?.[1] ?? owner.name;
  return owner.name;
}

/** A Deployment's ReplicaSet ends with the hash of its template, an Argo Rollout's with another label's. */
function withoutHash(name: string, labels: Labels): string {
  for (const label of ['pod-template-hash', 'rollouts-pod-template-hash']) {
    const hash = labels[label];
    if (hash !== undefined && hash !== '' && name.endsWith(`-${hash}`)) return name.slice(0, -hash.length - 1);
  }
  return name;
}

/** S6: a WorkloadEntry belongs to the group that registered it. */
export function workloadNameOfEntry(entry: WorkloadEntry, labels: Labels): string {
  return entry.annotations['istio.io/autoRegistrationGroup'] ?? labels[WORKLOAD_NAME] ?? entry.name;
}
