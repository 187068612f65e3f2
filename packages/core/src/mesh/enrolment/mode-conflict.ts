/** E11: what asks for a sidecar, and where sidecar and ambient meet in one workload. */
import type { Pod } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { isFinished } from '../memory/pod-addresses.ts';
import { gatewayOfPod } from '../memory/pod-index.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { asksForAmbient, DATAPLANE_MODE, hasSidecar, redirectionOf } from './enrolment.ts';

/** The label that asks for a sidecar, and whose it is. */
export interface InjectionWish {
  on: 'pod' | 'namespace';
  label: string;
  value: string;
}

const OWN_INJECTION = 'sidecar.istio.io/inject';

/** E11: the injector's labels: the pod's own answer goes before its namespace's; `disabled` there goes before a revision. */
export function asksForSidecar(mesh: Mesh, pod: { namespace: string; labels: Labels }): InjectionWish | null {
  const own = pod.labels[OWN_INJECTION];
  if (own === 'false') return null;
  const labels = mesh.namespaces.get(pod.namespace)?.labels ?? {};
  const inherited = namespaceInjection(labels);
  if (inherited) return inherited;
  return own === 'true' ? { on: 'pod', label: OWN_INJECTION, value: own } : null;
}

/** E11: the namespace label that gives its new pods a sidecar. */
export function namespaceInjection(labels: Labels): InjectionWish | null {
  const injection = labels['istio-injection'];
  if (injection === 'enabled') return { on: 'namespace', label: 'istio-injection', value: injection };
  const revision = labels['istio.io/rev'] ?? '';
  if (injection !== undefined || revision === '') return null;
  return { on: 'namespace', label: 'istio.io/rev', value: revision };
}

/** One workload that both modes lay a hand on. */
export interface ModeConflict {
  kind: string;
  namespace: string;
  name: string;
  injection: InjectionWish | null;
  /** its labels, or the operator's selectors, ask for ambient (E2) */
  asksAmbient: boolean;
  /** the namespace's own label asks for ambient, whatever the pods say */
  isNamespaceAmbient: boolean;
  /** all living pods, and of them those with a sidecar and those captured */
  pods: readonly Pod[];
  sidecars: readonly Pod[];
  redirected: readonly Pod[];
}

/**
 * E11: workloads of a namespace for which the one mode is asked and the other is asked or present. Gateways and waypoints are proxies
 * themselves and no part of it.
 */
const modeConflictsIn = perMesh((mesh: Mesh, namespace: string): readonly ModeConflict[] => {
  const found: ModeConflict[] = [];
  for (const pods of mesh.pods.workloadsIn(namespace).values()) {
    const living = pods.filter((pod) => !isFinished(pod) && gatewayOfPod(pod) === '');
    const first = living[0];
    if (!first) continue;
    const conflict: ModeConflict = {
      kind: first.workload.kind,
      namespace: first.namespace,
      name: first.workload.name,
      injection: asksForSidecar(mesh, first),
      asksAmbient: asksForAmbient(mesh, first).captured,
      isNamespaceAmbient: mesh.namespaces.get(first.namespace)?.labels[DATAPLANE_MODE] === 'ambient',
      pods: living,
      sidecars: living.filter(hasSidecar),
      redirected: living.filter((pod) => redirectionOf(pod) === 'enabled'),
    };
    if (isConflict(conflict)) found.push(conflict);
  }
  return found;
});

/** Those of all namespaces. */
export function modeConflicts(mesh: Mesh): readonly ModeConflict[] {
  return [...mesh.shards.keys()].flatMap((namespace) => modeConflictsIn(mesh, namespace));
}

function isConflict({ injection, asksAmbient, isNamespaceAmbient, sidecars, redirected }: ModeConflict): boolean {
  if (injection && (asksAmbient || redirected.length > 0)) return true;
  return sidecars.length > 0 && (asksAmbient || isNamespaceAmbient);
}
