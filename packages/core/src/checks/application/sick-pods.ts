/** Workloads by their sick pods: one finding for each workload, not one for each pod. */
import { groupBy } from '../../mesh/memory/look-up.ts';
import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import { gatewayOfPod } from '../../mesh/memory/pod-index.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { HopKind } from '../../path/hop-kind.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { Found } from '../check.ts';

type IsSick = (mesh: Mesh, pod: Pod) => boolean;
type Describe = (mesh: Mesh, sick: readonly Pod[], all: number) => Found;

/** Istio's own pods: ztunnel, istio-cni, istiod, waypoints and gateways have checks of their own. */
export function isComponent(mesh: Mesh, pod: Pod): boolean {
  return (
    pod.namespace === mesh.rootNamespace ||
    gatewayOfPod(pod) !== '' ||
    pod.labels['app'] === 'ztunnel' ||
    pod.labels['k8s-app'] === 'istio-cni-node'
  );
}

/** One finding for each workload with sick pods. */
export const workloadFindings = (isSick: IsSick, describe: Describe): ((mesh: Mesh) => Found[]) =>
  inEachNamespace((mesh, { pods }) => {
    const sick = groupBy(
      pods.filter((pod) => isSick(mesh, pod)),
      (pod) => `${pod.namespace}/${pod.workload.kind}/${pod.workload.name}`,
    );
    return [...sick].map(([key, group]) => describe(mesh, group, livingOf(mesh, key)));
  });

const livingOf = (mesh: Mesh, workload: string): number =>
  (mesh.pods.byWorkload.get(workload) ?? []).filter((pod) => !isFinished(pod) && pod.deletedAt === null).length;

/** The same on a trace that finds no usable pod because of them. */
export function stoppedOn(
  mesh: Mesh,
  trace: WalkTrace,
  isSick: IsSick,
  describe: Describe,
): (Found & { hop?: HopKind }) | null {
  const { choice, destination } = trace;
  if (choice) {
    if (choice.endpoints.length > 0) return null;
    const sick = choice.excluded.map((entry) => entry.pod).filter((pod) => isSick(mesh, pod));
    return sick.length > 0
      ? { ...describe(mesh, sick, choice.selected), severity: 'broken', hop: trace.choiceHop }
      : null;
  }
  return destination && isSick(mesh, destination)
    ? { ...describe(mesh, [destination], 1), severity: 'broken', hop: 'destination' }
    : null;
}
