import { floorTime, shiftTime } from './clock.ts';
import { isOn, resolveCapture, TUNNEL_LABEL } from './enrolment.ts';
import { nodeAddress, podAddress, suffixOf, uidOf } from './identity.ts';
import type { Labels, MeshSpec, PodFault, PodState, ServiceSpec, WorkloadSpec } from './spec.ts';

/** One pod, with all that objects and readings say about it. */
export interface PodPlan {
  workload: WorkloadSpec;
  namespace: string;
  name: string;
  uid: string;
  /** Absent until the sandbox exists. */
  ip?: string;
  node?: string;
  labels: Labels;
  annotation?: 'enabled' | 'pending';
  /** Whether the node's ztunnel has a proxy for it. */
  live: boolean;
  /** E5: whether istiod publishes it as HBONE. */
  hbone: boolean;
  state: PodState;
  ready: boolean;
  createdAt: string;
  /** When it took its present state. */
  changedAt: string;
  message?: string;
}

export interface MeshPlan {
  spec: MeshSpec;
  pods: PodPlan[];
}

export function planMesh(spec: MeshSpec): MeshPlan {
  return { spec, pods: spec.workloads.flatMap((workload) => planWorkload(spec, workload)) };
}

/** Names the pod template's hash, as the ReplicaSet and its pods carry it. */
export function templateHash(workload: WorkloadSpec, revision = workload.revision): string {
  return suffixOf(`${workload.namespace}/${workload.name}#${revision}`, 9);
}

function planWorkload(spec: MeshSpec, workload: WorkloadSpec): PodPlan[] {
  const nodes = workload.nodes.length > 0 ? workload.nodes : spec.nodes.map((node) => node.name);
  if (workload.kind === 'DaemonSet') {
    return nodes.flatMap((node, index) =>
      workload.missing.includes(node) ? [] : [planPod(spec, workload, index, node)],
    );
  }
  const first = workload.nodes.length > 0 ? 0 : workload.slot;
  return Array.from({ length: workload.replicas }, (_, index) =>
    planPod(spec, workload, index, nodes[(first + index) % nodes.length] ?? ''),
  );
}

function planPod(spec: MeshSpec, workload: WorkloadSpec, index: number, node: string): PodPlan {
  const fault: PodFault | undefined = workload.faults.findLast((one) => isOn(one.on, index, node));
  const state = fault?.state ?? 'ready';
  const name = podName(workload, index);
  const labels = podLabels(spec, workload, node, index);
  const captured = resolveCapture(spec, workload, labels, { index, node, state });
  const createdAt = podBirth(spec, workload, fault);
  const started = state !== 'unschedulable' && state !== 'creating';
  return {
    workload,
    namespace: workload.namespace,
    name,
    uid: uidOf('Pod', workload.namespace, name),
    ...(started ? { ip: podIp(spec, workload, index, node) } : {}),
    ...(state === 'unschedulable' ? {} : { node }),
    labels,
    ...captured,
    hbone: captured.annotation === 'enabled' || labels[TUNNEL_LABEL] === 'http',
    state,
    ready: state === 'ready' || state === 'terminating' || state === 'restarted',
    createdAt,
    changedAt: fault === undefined ? createdAt : shiftTime(spec.takenAt, -fault.since),
    ...(fault?.message === undefined ? {} : { message: fault.message }),
  };
}

function podIp(spec: MeshSpec, workload: WorkloadSpec, index: number, node: string): string {
  if (workload.hostNetwork) return nodeIp(spec, node);
  return podAddress(workload.slot + index + (workload.revision - 1) * Math.max(workload.replicas, 1));
}

export function nodeIp(spec: MeshSpec, node: string): string {
  const index = spec.nodes.findIndex((one) => one.name === node);
  return nodeAddress(index);
}

function podName(workload: WorkloadSpec, index: number): string {
  if (workload.kind === 'StatefulSet') return `${workload.name}-${index}`;
  const suffix = suffixOf(`${workload.namespace}/${workload.name}#${workload.revision}/${index}`, 5);
  return workload.kind === 'DaemonSet'
    ? `${workload.name}-${suffix}`
    : `${workload.name}-${templateHash(workload)}-${suffix}`;
}

function podLabels(spec: MeshSpec, workload: WorkloadSpec, node: string, index: number): Labels {
  const zone = spec.nodes.find((one) => one.name === node)?.zone;
  return {
    ...workload.selector,
    ...workload.podLabels,
    ...(workload.kind === 'Deployment' ? { 'pod-template-hash': templateHash(workload) } : {}),
    ...(workload.kind === 'StatefulSet' ? { 'statefulset.kubernetes.io/pod-name': `${workload.name}-${index}` } : {}),
    ...(zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }),
  };
}

/** A pod that never started was made when its fault began; others are as old as their workload. */
function podBirth(spec: MeshSpec, workload: WorkloadSpec, fault: PodFault | undefined): string {
  const never: PodState[] = ['image', 'config', 'creating', 'unschedulable'];
  if (fault !== undefined && never.includes(fault.state)) return shiftTime(spec.takenAt, -fault.since);
  return workload.createdAgo === undefined ? spec.bornAt : shiftTime(spec.takenAt, -workload.createdAgo);
}

export function matches(selector: Labels, labels: Labels): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** Pods a Service selects that have an address. */
export function backendsOf(plan: MeshPlan, service: ServiceSpec): PodPlan[] {
  return plan.pods.filter(
    (pod) => pod.namespace === service.namespace && pod.ip !== undefined && matches(service.selector, pod.labels),
  );
}

/** S3: whether istiod calls a pod healthy. */
export function isHealthy(pod: PodPlan): boolean {
  return pod.ready && pod.state !== 'terminating';
}

/** S4: the pod's port behind a Service port; undefined where a named port is not declared. */
export function targetPort(pod: PodPlan, port: { port: number; target?: number | string }): number | undefined {
  const target = port.target ?? port.port;
  if (typeof target === 'number') return target;
  return pod.workload.ports.find((one) => one.name === target)?.port;
}

export function hostOf(namespace: string, name: string): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

export function bornDefault(takenAt: string): string {
  return shiftTime(floorTime(takenAt, 86_400), -3 * 86_400);
}
