import { DATAPLANE_MODE } from '../../mesh/enrolment/enrolment.ts';
import { type ModeConflict, modeConflicts, namespaceInjection } from '../../mesh/enrolment/mode-conflict.ts';
import { groupBy } from '../../mesh/memory/look-up.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Namespace, Pod } from '../../state/kubernetes.ts';
import { type Ref, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 39 (E11, P13): sidecar and ambient asked for, or present, at once. */
export const mixedSidecarAmbient: Check = {
  id: 'mixed-sidecar-ambient',
  number: 39,
  stage: 'client',
  title: 'Sidecar and ambient meet in one place',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['client', 'destination'],
  tier: 0,
  needs: ['Pod', 'Namespace'],
  uses: ['ConfigMap'],
  why: 'A namespace with both labels gives new pods a sidecar, and a pod with a sidecar is never captured: it goes past the waypoints of others.',
  notProof:
    'Sidecars in namespaces that are not ambient. Where no pod has a sidecar yet, or the pod asks for its own, it is a remark.',
  cite: 'E11, P13; Kiali KIA1311, KIA1314, KIA1315, KIA1316',
  detect(mesh) {
    const conflicts = groupBy(modeConflicts(mesh), (conflict) => conflict.namespace);
    const asking = mesh.state.namespaces.filter(asksForBoth);
    const named = new Set(asking.map((namespace) => namespace.name));
    return [
      ...asking.map((namespace) => namespaceFinding(namespace, conflicts.get(namespace.name) ?? [])),
      ...[...conflicts].flatMap(([name, list]) =>
        named.has(name) ? [] : list.map((conflict) => workloadFinding(mesh, conflict)),
      ),
    ];
  },
};

const asksForBoth = (namespace: Namespace): boolean =>
  namespace.labels[DATAPLANE_MODE] === 'ambient' && namespaceInjection(namespace.labels) !== null;

/** Pods named as evidence of one finding; a namespace may hold thousands. */
const SHOWN_PODS = 5;

function namespaceFinding(namespace: Namespace, conflicts: readonly ModeConflict[]): Found {
  const subject = ref('Namespace', '', namespace.name);
  const sidecars = conflicts.flatMap((conflict) => conflict.sidecars);
  const { label, value } = namespaceInjection(namespace.labels)!;
  return {
    subject,
    severity: sidecars.length > 0 ? 'degraded' : 'latent',
    sentence:
      sidecars.length > 0
        ? `Namespace \`${namespace.name}\` asks for sidecars and for ambient at once; its ${sidecars.length} pods with a sidecar skip the waypoints of the services they call.`
        : `Namespace \`${namespace.name}\` asks for sidecars and for ambient at once: its next pods get a sidecar and leave ambient.`,
    evidence: [
      field(subject, `label ${label}`, value),
      field(subject, `label ${DATAPLANE_MODE}`, 'ambient'),
      ...sidecarEvidence(sidecars),
    ],
    fix: [
      remedy(
        'Remove the injection label and restart the pods.',
        `kubectl label namespace ${namespace.name} ${label}-; kubectl -n ${namespace.name} rollout restart deployment`,
        relabelled(subject, namespace.labels, label, null),
      ),
    ],
  };
}

function workloadFinding(mesh: Mesh, conflict: ModeConflict): Found {
  const { kind, namespace, name, sidecars, injection, redirected } = conflict;
  const subject = ref(kind, namespace, name);
  // A workload that asks for its sidecar itself, or opts out of ambient, is what somebody wanted.
  const isWanted = injection?.on === 'pod' || !conflict.asksAmbient;
  return {
    subject,
    severity: sidecars.length > 0 && !isWanted ? 'degraded' : 'latent',
    sentence: sentenceOf(conflict),
    evidence: [
      ...(injection ? [field(ownerOf(subject, injection.on), `label ${injection.label}`, injection.value)] : []),
      ...ambientEvidence(mesh, conflict, subject),
      ...sidecarEvidence(sidecars),
      ...redirected
        .slice(0, SHOWN_PODS)
        .map((pod) => field(podRef(pod), 'annotation ambient.istio.io/redirection', 'enabled')),
    ],
    fix: [
      remedy(
        'Choose one: remove what asks for the sidecar and restart the pods, or opt them out of ambient.',
        `kubectl -n ${namespace} get pods -L sidecar.istio.io/inject,${DATAPLANE_MODE}`,
      ),
    ],
  };
}

function sentenceOf({ kind, namespace, name, sidecars, isNamespaceAmbient, redirected }: ModeConflict): string {
  const who = `${kind} \`${namespace}/${name}\``;
  if (sidecars.length > 0)
    return isNamespaceAmbient
      ? `${who} uses a sidecar although its namespace is ambient: it skips the waypoints of the services it calls.`
      : `${who} uses a sidecar although its own label asks for ambient: it skips the waypoints of the services it calls.`;
  return redirected.length > 0
    ? `${who} is captured by ambient, and labels ask for a sidecar as well: its next pods leave ambient.`
    : `${who} is asked to have a sidecar and to be ambient at once: its next pods get a sidecar.`;
}

function ambientEvidence(mesh: Mesh, { namespace, isNamespaceAmbient, asksAmbient }: ModeConflict, own: Ref) {
  if (isNamespaceAmbient) return [field(ref('Namespace', '', namespace), `label ${DATAPLANE_MODE}`, 'ambient')];
  if (!asksAmbient) return [];
  return mesh.state.cniConfig?.enablementSelectors
    ? [field(own, 'istio-cni-config AMBIENT_ENABLEMENT_SELECTOR', 'selects it')]
    : [field(own, `label ${DATAPLANE_MODE}`, 'ambient')];
}

const ownerOf = (workload: Ref, on: 'pod' | 'namespace'): Ref =>
  on === 'pod' ? workload : ref('Namespace', '', workload.namespace);

const podRef = (pod: Pod): Ref => ref('Pod', pod.namespace, pod.name);

const sidecarEvidence = (pods: readonly Pod[]): Evidence[] =>
  pods.slice(0, SHOWN_PODS).map((pod) => field(podRef(pod), 'annotation sidecar.istio.io/status', 'present'));
