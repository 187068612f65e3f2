import type { Capture, Labels, MeshSpec, NamespaceSpec, PodState, WorkloadSpec } from './spec.ts';

export const MODE_LABEL = 'istio.io/dataplane-mode';
export const TUNNEL_LABEL = 'networking.istio.io/tunnel';

/** E1, E2: whether the labels say that a pod belongs into the ambient mesh. */
function isWanted(workload: WorkloadSpec, labels: Labels, namespace: NamespaceSpec | undefined): boolean {
  if (workload.hostNetwork || workload.sidecar || workload.namespace === 'kube-system') return false;
  const own = labels[MODE_LABEL];
  if (own === 'ambient') return true;
  return own !== 'none' && namespace?.labels[MODE_LABEL] === 'ambient';
}

/** What happened to a pod: its annotation, and whether ztunnel has a proxy for it (rules E4 to E6). */
export function resolveCapture(
  spec: MeshSpec,
  workload: WorkloadSpec,
  labels: Labels,
  place: { index: number; node: string; state: PodState },
): { annotation?: 'enabled' | 'pending'; live: boolean } {
  if (place.state === 'creating' || place.state === 'unschedulable') return { live: false };
  const capture = captureOf(workload, place.index, place.node);
  if (capture === 'enabled') return { annotation: 'enabled', live: true };
  if (capture === 'stale') return { annotation: 'enabled', live: false };
  if (capture === 'pending') return { annotation: 'pending', live: false };
  if (capture === 'absent') return { live: false };
  const namespace = spec.namespaces.find((one) => one.name === workload.namespace);
  return isWanted(workload, labels, namespace) ? { annotation: 'enabled', live: true } : { live: false };
}

function captureOf(workload: WorkloadSpec, index: number, node: string): Capture {
  const last = workload.captures.findLast((fault) => isOn(fault.on, index, node));
  return last?.capture ?? 'auto';
}

export function isOn(on: readonly (number | string)[] | undefined, index: number, node: string): boolean {
  return on === undefined || on.includes(index) || on.includes(node);
}
