import type { KubeObject } from '../bundle.ts';
import { shiftTime } from './clock.ts';
import { uidOf } from './identity.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import { nodeIp, templateHash } from './plan.ts';
import type { PodState, WorkloadSpec } from './spec.ts';

export function emitPods(plan: MeshPlan): KubeObject[] {
  return plan.pods.map((pod) => emitPod(plan, pod));
}

function emitPod(plan: MeshPlan, pod: PodPlan): KubeObject {
  const { workload } = pod;
  const annotations = {
    ...workload.podAnnotations,
    ...(pod.annotation === undefined ? {} : { 'ambient.istio.io/redirection': pod.annotation }),
    ...(workload.sidecar
      ? { 'sidecar.istio.io/status': '{"initContainers":["istio-proxy"],"revision":"default"}' }
      : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      uid: pod.uid,
      creationTimestamp: pod.createdAt,
      generateName: pod.name.slice(0, -5),
      labels: pod.labels,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ...(pod.state === 'terminating'
        ? { deletionTimestamp: shiftTime(pod.changedAt, 300), deletionGracePeriodSeconds: 300 }
        : {}),
      ownerReferences: [ownerOf(workload)],
    },
    spec: { ...podSpec(workload), ...(pod.node === undefined ? {} : { nodeName: pod.node }) },
    status: podStatus(plan, pod),
  };
}

/** The part of a pod's spec that the template of its owner has too. */
export function podSpec(workload: WorkloadSpec): Record<string, unknown> {
  return {
    containers: [container(workload)],
    ...(workload.sidecar ? { initContainers: [sidecar()] } : {}),
    dnsPolicy: workload.hostNetwork ? 'ClusterFirstWithHostNet' : 'ClusterFirst',
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    ...(workload.hostNetwork ? { hostNetwork: true } : {}),
    serviceAccount: workload.serviceAccount,
    serviceAccountName: workload.serviceAccount,
  };
}

function container(workload: WorkloadSpec): Record<string, unknown> {
  const probe = workload.container === 'app' && workload.ports[0] !== undefined ? workload.ports[0].port : undefined;
  return {
    name: workload.container,
    image: workload.image,
    imagePullPolicy: 'IfNotPresent',
    ...(workload.ports.length > 0
      ? { ports: workload.ports.map((port) => ({ name: port.name, containerPort: port.port, protocol: 'TCP' })) }
      : {}),
    ...(Object.keys(workload.env).length > 0
      ? { env: Object.entries(workload.env).map(([name, value]) => ({ name, value })) }
      : {}),
    ...(probe === undefined
      ? {}
      : { readinessProbe: { tcpSocket: { port: probe }, periodSeconds: 5, timeoutSeconds: 1 } }),
    resources: {},
  };
}

function sidecar(): Record<string, unknown> {
  return {
    name: 'istio-proxy',
    image: 'docker.io/istio/proxyv2:1.30.1-distroless',
    restartPolicy: 'Always',
    args: ['proxy', 'sidecar'],
    ports: [{ name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }],
  };
}

function ownerOf(workload: WorkloadSpec) {
  const kind = workload.kind === 'Deployment' ? 'ReplicaSet' : workload.kind;
  const name = workload.kind === 'Deployment' ? `${workload.name}-${templateHash(workload)}` : workload.name;
  return {
    apiVersion: 'apps/v1',
    kind,
    name,
    uid: uidOf(kind, workload.namespace, name),
    controller: true,
    blockOwnerDeletion: true,
  };
}

function podStatus(plan: MeshPlan, pod: PodPlan): Record<string, unknown> {
  const pending =
    pod.state === 'unschedulable' || pod.state === 'creating' || pod.state === 'image' || pod.state === 'config';
  return {
    phase: pending ? 'Pending' : 'Running',
    conditions: podConditions(pod),
    ...(pod.state === 'unschedulable' ? {} : { containerStatuses: [containerStatus(pod)] }),
    ...(pod.node === undefined ? {} : { hostIP: nodeIp(plan.spec, pod.node), startTime: pod.createdAt }),
    ...(pod.ip === undefined ? {} : { podIP: pod.ip, podIPs: [{ ip: pod.ip }] }),
    qosClass: 'BestEffort',
  };
}

function podConditions(pod: PodPlan): Record<string, unknown>[] {
  const at = pod.ready && pod.state !== 'restarted' ? pod.createdAt : pod.changedAt;
  const scheduled = pod.state !== 'unschedulable';
  const readiness = { lastProbeTime: null, lastTransitionTime: at, status: pod.ready ? 'True' : 'False' };
  const why = pod.ready
    ? {}
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${pod.workload.container}]` };
  const placed = { lastProbeTime: null, lastTransitionTime: pod.createdAt, type: 'PodScheduled' };
  if (!scheduled) {
    const message = pod.message ?? `0/4 nodes are available: 4 Insufficient cpu.`;
    return [{ ...placed, status: 'False', reason: 'Unschedulable', message }];
  }
  return [
    { lastProbeTime: null, lastTransitionTime: pod.createdAt, status: 'True', type: 'Initialized' },
    { ...readiness, ...why, type: 'Ready' },
    { ...readiness, ...why, type: 'ContainersReady' },
    { ...placed, status: 'True' },
  ];
}

const WAITING: Partial<Record<PodState, { reason: string; message: string }>> = {
  crash: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' },
  oom: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' },
  image: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' },
  config: { reason: 'CreateContainerConfigError', message: 'secret "app-config" not found' },
  creating: { reason: 'ContainerCreating', message: '' },
};

const RESTARTS: Partial<Record<PodState, number>> = { crash: 7, oom: 7, restarted: 1 };

function containerStatus(pod: PodPlan): Record<string, unknown> {
  const { workload } = pod;
  const waiting = WAITING[pod.state];
  const finished = shiftTime(pod.changedAt, 5);
  const terminated =
    pod.state === 'oom'
      ? { exitCode: 137, reason: 'OOMKilled', startedAt: pod.changedAt, finishedAt: finished }
      : { exitCode: 101, reason: 'Error', startedAt: pod.changedAt, finishedAt: finished };
  return {
    name: workload.container,
    image: workload.image,
    imageID: '',
    ready: pod.ready,
    started: waiting === undefined,
    restartCount: RESTARTS[pod.state] ?? 0,
    state:
      waiting === undefined
        ? { running: { startedAt: pod.state === 'restarted' ? finished : pod.createdAt } }
        : { waiting: waitingState(pod, waiting) },
    lastState: RESTARTS[pod.state] === undefined ? {} : { terminated },
  };
}

function waitingState(pod: PodPlan, waiting: { reason: string; message: string }) {
  const message = pod.state === 'creating' ? '' : (pod.message ?? waiting.message);
  return { reason: waiting.reason, ...(message === '' ? {} : { message }) };
}
