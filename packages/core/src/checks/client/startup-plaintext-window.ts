import { DATAPLANE_MODE, redirectionOf } from '../../mesh/enrolment/enrolment.ts';
import { groupBy } from '../../mesh/memory/look-up.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy, secondsBetween } from '../evidence.ts';

/** Catalogue 38.5 (E8): a pod ran for a while before it was taken into the mesh. */
export const startupPlaintextWindow: Check = {
  id: 'startup-plaintext-window',
  number: 38.5,
  stage: 'client',
  title: 'Pods send plain text in their first seconds',
  blame: 'configuration',
  severity: 'latent',
  hops: ['client'],
  tier: 0,
  persistence: 0,
  needs: ['Pod', 'ConfigMap'],
  uses: ['Namespace'],
  why: 'istio-cni asks the API server whether a new pod is in the mesh. Where it cannot, and is not told to try again, the pod starts outside and is taken in later: what it sends before is plain text.',
  notProof:
    'Namespaces and pods that were labelled after the pod had started, pods that are older than the istio-cni of their node, and objects of which the time of the annotation is not known.',
  cite: 'E8; istio: cni/pkg/plugin/plugin.go',
  detect: inEachNamespace((mesh, { pods }) => {
    if (!mesh.state.cniConfig || mesh.state.cniConfig.detectionRetry === true) return [];
    const late = pods.filter((pod) => isLate(mesh, pod));
    const groups = groupBy(late, (pod) => `${pod.workload.kind} ${pod.workload.name}`);
    return [...groups.values()].map(finding);
  }),
};

/** Seconds within which the plugin itself, which runs before the containers, is done. */
const AT_ONCE = 5;

function isLate(mesh: Mesh, pod: Pod): boolean {
  const { capturedAt, startedAt } = pod;
  if (!capturedAt || !startedAt || redirectionOf(pod) !== 'enabled' || pod.deletedAt !== null) return false;
  if (!isLater(capturedAt, startedAt, AT_ONCE)) return false;
  // Who was asked in later was taken in later.
  const asked = [pod.labels[DATAPLANE_MODE] ? pod.labelledAt : null, mesh.namespaces.get(pod.namespace)?.labelledAt];
  if (asked.some((at) => at && isLater(at, startedAt, 0))) return false;
  return (mesh.pods.cniAgents.get(pod.node) ?? []).some(
    (agent) => agent.startedAt !== null && !isLater(agent.startedAt, startedAt, 0),
  );
}

const isLater = (at: string, than: string, seconds: number): boolean => (secondsBetween(than, at) ?? 0) > seconds;

function finding(pods: readonly Pod[]): Found {
  const pod = pods[0]!;
  const subject = ref(pod.workload.kind, pod.namespace, pod.workload.name);
  const waited = Math.round(secondsBetween(pod.startedAt, pod.capturedAt!) ?? 0);
  return {
    subject,
    certainty: 'likely',
    sentence: `\`${nameOf(subject)}\` sent plain text in its first ${waited} seconds: it was taken into the mesh that long after it started, as istio-cni could not ask the API server.`,
    evidence: pods
      .slice(0, 3)
      .map((one) =>
        field(
          ref('Pod', one.namespace, one.name),
          'annotation ambient.istio.io/redirection',
          `set at ${one.capturedAt}`,
          `at the start, ${one.startedAt}`,
          one.capturedAt,
        ),
      ),
    objects: pods.slice(0, 5).map((one) => ref('Pod', one.namespace, one.name)),
    since: pod.startedAt,
    fix: [
      remedy(
        'Let istio-cni ask again before a pod starts.',
        'helm upgrade istio-cni istio/cni -n istio-system --set ambient.enableAmbientDetectionRetry=true --reuse-values',
      ),
    ],
  };
}
