import type { KubeObject } from '../bundle.ts';
import { floorTime, shiftTime } from './clock.ts';
import { nodeAddress, suffixOf, uidOf } from './identity.ts';
import type { PodPlan } from './plan.ts';
import { planMesh } from './plan.ts';
import type { EventSpec, MeshSpec, NodeSpec } from './spec.ts';

/** Namespaces, Nodes, ServiceAccounts and Events. */
export function emitCluster(spec: MeshSpec): KubeObject[] {
  return [
    ...spec.namespaces.map(
      (namespace): KubeObject => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespace.name,
          labels: namespace.labels,
          ...(Object.keys(namespace.annotations).length > 0 ? { annotations: namespace.annotations } : {}),
        },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      }),
    ),
    ...spec.nodes.map((node, index) => emitNode(spec, node, index)),
    ...emitAccounts(spec),
    ...spec.events.map((event, index) => emitEvent(spec, event, index)),
    ...podEvents(spec),
  ];
}

function emitNode(spec: MeshSpec, node: NodeSpec, index: number): KubeObject {
  const heartbeat = floorTime(spec.takenAt, 300);
  const changed = node.since === undefined ? spec.bornAt : shiftTime(spec.takenAt, -node.since);
  const condition = (type: string, status: string, reason: string, message: string, at: string) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: heartbeat,
    lastTransitionTime: at,
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        'kubernetes.io/hostname': node.name,
        'topology.kubernetes.io/region': 'region-1',
        'topology.kubernetes.io/zone': node.zone,
      },
    },
    spec: node.taints.length > 0 ? { taints: node.taints } : {},
    status: {
      addresses: [
        { type: 'InternalIP', address: nodeAddress(index) },
        { type: 'Hostname', address: node.name },
      ],
      conditions: [
        node.ready
          ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', spec.bornAt)
          : condition('Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.', changed),
        condition(
          'MemoryPressure',
          'False',
          'KubeletHasSufficientMemory',
          'kubelet has sufficient memory available',
          spec.bornAt,
        ),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure', spec.bornAt),
        node.networkUnavailable
          ? condition(
              'NetworkUnavailable',
              'True',
              'NoRouteCreated',
              'RouteController failed to create a route',
              changed,
            )
          : condition('NetworkUnavailable', 'False', 'RouteCreated', 'RouteController created a route', spec.bornAt),
      ],
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        kubeletVersion: 'v1.34.2',
        kubeProxyVersion: 'v1.34.2',
        kernelVersion: '6.12.48',
        osImage: 'Linux',
        containerRuntimeVersion: 'containerd://2.1.4',
        machineID: '',
        systemUUID: '',
        bootID: uidOf('boot', '', node.name),
      },
    },
  };
}

function emitAccounts(spec: MeshSpec): KubeObject[] {
  const refs = new Set([
    ...spec.namespaces.map((one) => `${one.name}/default`),
    ...spec.workloads.map((one) => `${one.namespace}/${one.serviceAccount}`),
  ]);
  return [...refs].toSorted().map((ref): KubeObject => {
    const [namespace = '', name = ''] = ref.split('/');
    return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  });
}

function emitEvent(spec: MeshSpec, event: EventSpec, index: number): KubeObject {
  const last = shiftTime(spec.takenAt, -(event.count === 1 ? event.since : Math.min(event.since, 10)));
  return {
    apiVersion: 'v1',
    kind: 'Event',
    type: event.type ?? 'Warning',
    reason: event.reason,
    message: event.message,
    count: event.count,
    metadata: {
      name: `${event.name}.${suffixOf(`${event.name}/${event.reason}/${index}`, 14)}`,
      namespace: event.namespace,
      creationTimestamp: shiftTime(spec.takenAt, -event.since),
    },
    involvedObject: {
      apiVersion: 'v1',
      kind: event.kind,
      name: event.name,
      namespace: event.namespace,
      uid: uidOf(event.kind, event.namespace, event.name),
    },
    firstTimestamp: shiftTime(spec.takenAt, -event.since),
    lastTimestamp: last,
    source: { component: event.kind === 'Deployment' ? 'deployment-controller' : 'kubelet' },
  };
}

const NO_SANDBOX =
  'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: ' +
  'plugin type="istio-cni" name="istio-cni" failed (add): unable to push CNI event: no ztunnel connection';

/** What the kubelet says of pods that stay in ContainerCreating, or whose probe fails for a stated reason. */
function podEvents(spec: MeshSpec): KubeObject[] {
  return planMesh(spec).pods.flatMap((pod, index) => {
    const said = kubeletSays(pod);
    if (said === undefined) return [];
    const since = (Date.parse(spec.takenAt) - Date.parse(pod.changedAt)) / 1000;
    return [
      emitEvent(spec, { namespace: pod.namespace, kind: 'Pod', name: pod.name, since, count: 11, ...said }, index),
    ];
  });
}

function kubeletSays(pod: PodPlan): { reason: string; message: string } | undefined {
  if (pod.state === 'creating') return { reason: 'FailedCreatePodSandBox', message: pod.message ?? NO_SANDBOX };
  if (pod.state === 'unready' && pod.message !== undefined) return { reason: 'Unhealthy', message: pod.message };
  return undefined;
}
