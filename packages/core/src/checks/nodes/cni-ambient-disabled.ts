import { isRedirected, shouldCapture } from '../../mesh/enrolment/enrolment.ts';
import { perSlice } from '../../mesh/memory/look-up.ts';
import { inEachNamespace, type Mesh, ofMesh } from '../../mesh/mesh.ts';
import type { Controller, Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { isRefusedWithoutIdentity, isUncaptured } from '../client/source-not-captured.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 17 (E1): istio-cni was installed without ambient mode. */
export const cniAmbientDisabled: Check = {
  id: 'cni-ambient-disabled',
  number: 17,
  stage: 'nodes',
  title: 'The CNI agent runs without ambient mode',
  blame: 'configuration',
  severity: 'broken',
  hops: ['client', 'outbound-link', 'upstream-link'],
  tier: 0,
  needs: ['ConfigMap', 'Pod', 'Namespace', 'DaemonSet'],
  uses: ['Node'],
  explains: ['source-not-captured', 'destination-not-captured'],
  why: 'The agent captures pods only when ambient mode is on in its settings. Without it the labels of namespaces and pods ask for the mesh in vain.',
  notProof:
    'A setting in the environment of the DaemonSet, which comes first. Nothing that asks for the mesh. Settings that do not name ambient mode at all, while pods are captured.',
  cite: 'E1, E2; istio: manifests/charts/istio-cni/templates/configmap-cni.yaml',
  detect(mesh) {
    if (!isOff(mesh)) return [];
    const waiting = uncaptured(mesh);
    return asksForMesh(mesh) || waiting.length > 0 ? [finding(mesh, waiting)] : [];
  },
  judge(mesh, trace) {
    if (!isOff(mesh)) return null;
    const { pod } = trace.caller;
    const ends = [pod, trace.destination].filter((end) => end !== null).filter((end) => isUncaptured(mesh, end));
    const [first] = ends;
    if (!first) return null;
    const found = finding(mesh, ends);
    if (first !== pod)
      return { ...found, severity: 'degraded', hop: trace.waypoint ? 'upstream-link' : 'outbound-link' };
    return { ...found, severity: isRefusedWithoutIdentity(trace) ? 'broken' : 'degraded', hop: 'client' };
  },
};

const KEY = 'AMBIENT_ENABLED';

/** Said to be off; or not said to be on, and nobody is captured. */
const isOff = ofMesh((mesh: Mesh): boolean => {
  const { cniConfig } = mesh.state;
  if (!cniConfig || cniConfig.ambientEnabled === true) return false;
  const told = agentOf(mesh)?.env[KEY];
  if (told !== undefined) return !['1', 't', 'T', 'true', 'TRUE', 'True'].includes(told);
  return cniConfig.ambientEnabled === false || !mesh.pods.all().some(isRedirected);
});

const agentOf = (mesh: Mesh): Controller | undefined => agentIn(mesh.controllers.all());

const agentIn = perSlice((controllers: readonly Controller[]): Controller | undefined =>
  controllers.find(({ kind, template }) => kind === 'DaemonSet' && template['k8s-app'] === 'istio-cni-node'),
);

const asksForMesh = (mesh: Mesh): boolean =>
  mesh.state.namespaces.some(({ labels }) => labels['istio.io/dataplane-mode'] === 'ambient');

const uncaptured = inEachNamespace((mesh, { pods }): Pod[] =>
  pods.filter((pod) => !isRedirected(pod) && shouldCapture(mesh, pod).captured),
);

function finding(mesh: Mesh, waiting: readonly Pod[]): Found {
  const agent = agentOf(mesh);
  const namespace = agent?.namespace ?? mesh.pods.cniAgents.all()[0]?.namespace ?? mesh.rootNamespace;
  const config = ref('ConfigMap', namespace, 'istio-cni-config');
  const subject = agent ? ref('DaemonSet', agent.namespace, agent.name) : ref('Namespace', '', namespace);
  const said = agent?.env[KEY] ?? String(mesh.state.cniConfig?.ambientEnabled ?? 'not set');
  const place = agent?.env[KEY] === undefined ? config : subject;
  return {
    subject,
    certainty: said === 'not set' ? 'likely' : 'confirmed',
    sentence: 'The CNI agent was installed without ambient mode, so no new pod is captured.',
    evidence: [field(place, KEY, said, 'true')],
    objects: waiting.slice(0, 50).map(({ namespace: at, name }) => ref('Pod', at, name)),
    fix: [
      remedy(
        'Install istio-cni with the ambient profile, then let the pods be made anew.',
        `helm upgrade istio-cni istio/cni -n ${namespace} --set profile=ambient --reuse-values`,
      ),
    ],
  };
}
