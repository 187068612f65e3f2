import { DATAPLANE_MODE, isRedirected, shouldCapture } from '../../mesh/enrolment/enrolment.ts';
import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import { gatewayOfPod } from '../../mesh/memory/pod-index.ts';
import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { USE_WAYPOINT } from '../../mesh/waypoint/waypoint.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { enrolled } from '../enrol.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 74 (P20, E1): a waypoint is asked for in front of pods that are outside the mesh. */
export const waypointLabelWithoutMesh: Check = {
  id: 'waypoint-label-without-mesh',
  number: 74,
  stage: 'waypoint-binding',
  title: 'A waypoint in front of pods that are not in the mesh',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['upstream-link'],
  tier: 0,
  needs: ['Pod', 'Namespace', 'Service'],
  uses: ['ConfigMap', 'EndpointSlice', 'Node'],
  why: 'A label asks for a waypoint, and no label asks for the pods behind it to be in the mesh. The way from the waypoint to them is plain text, and whoever calls them directly goes round it.',
  notProof:
    'Pods that opted out themselves or use the network of their node, and pods that should be in the mesh and are not captured: that is another failure.',
  cite: 'P20, E1; Kiali KIA1312',
  detect: inEachNamespace((mesh, { namespace }) => findingsIn(mesh, namespace).all),
  judge: (mesh, { waypoint, destination }) =>
    waypoint && destination ? (findingsIn(mesh, destination.namespace).byPod.get(destination) ?? null) : null,
};

interface Findings {
  all: readonly Found[];
  byPod: ReadonlyMap<Pod, Found>;
}

/** One finding for each label that asks for a waypoint in vain: of the namespace, a Service or a workload. */
const findingsIn = perMesh((mesh: Mesh, namespace: string): Findings => {
  const all: Found[] = [];
  const byPod = new Map<Pod, Found>();
  const { namespaces, services, pods } = mesh;
  add(ref('Namespace', '', namespace), namespaces.get(namespace)?.labels ?? {}, () =>
    (pods.byNamespace.get(namespace) ?? []).filter(isInheriting),
  );
  for (const service of services.byNamespace.get(namespace) ?? [])
    add(ref('Service', service.namespace, service.name), service.labels, () => podsOfService(mesh, service));
  for (const list of pods.workloadsIn(namespace).values()) {
    const { workload, labels } = list[0]!;
    add(ref(workload.kind, namespace, workload.name), labels, () => list);
  }
  return { all, byPod };

  function add(holder: Ref, labels: Labels, podsBehind: () => readonly Pod[]): void {
    const waypoint = labels[USE_WAYPOINT];
    if (waypoint === undefined || waypoint === '' || waypoint === 'none') return;
    const behind = podsBehind().filter(isBackend);
    if (behind.length === 0 || !behind.every((pod) => isOutsideByLabels(mesh, pod))) return;
    const found = finding(mesh, holder, waypoint, behind);
    all.push(found);
    for (const pod of behind) byPod.set(pod, found);
  }
});

const isInheriting = (pod: Pod): boolean => pod.labels[USE_WAYPOINT] === undefined;

/** Pods that a waypoint may stand in front of: no proxies, none that ended, none that chose to stay outside (E1, W9). */
const isBackend = (pod: Pod): boolean =>
  !isFinished(pod) &&
  !pod.hostNetwork &&
  pod.labels[DATAPLANE_MODE] !== 'none' &&
  gatewayOfPod(pod) === '' &&
  pod.labels['gateway.istio.io/managed'] === undefined;

const isOutsideByLabels = (mesh: Mesh, pod: Pod): boolean => !isRedirected(pod) && !shouldCapture(mesh, pod).captured;

function finding(mesh: Mesh, holder: Ref, waypoint: string, pods: readonly Pod[]): Found {
  const { kind, namespace, name } = holder;
  const who = kind === 'Namespace' ? `Namespace \`${name}\`` : `${kind} \`${namespace}/${name}\``;
  const first = pods[0]!;
  return {
    subject: holder,
    sentence: `${who} asks for a waypoint, but ${pods.length === 1 ? 'its pod is' : `its ${pods.length} pods are`} not in the mesh: the last part of the way is plain text and can be bypassed.`,
    evidence: [
      field(holder, `label ${USE_WAYPOINT}`, waypoint),
      field(ref('Pod', first.namespace, first.name), 'annotation ambient.istio.io/redirection', 'absent', 'enabled'),
    ],
    fix: [
      remedy(
        'Take the namespace into the mesh, or remove the waypoint label.',
        `kubectl label namespace ${kind === 'Namespace' ? name : namespace} ${DATAPLANE_MODE}=ambient`,
        ...enrolled(mesh, pods),
      ),
    ],
  };
}
