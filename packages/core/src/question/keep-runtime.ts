/** What a manifest does not carry: identity, age, and all that the cluster writes. Kept from the object it replaces. */
import type { Raw } from '../normalize/fields.ts';
import type { Gateway, Route } from '../state/gateway-api.ts';
import type { ServiceEntry } from '../state/istio.ts';
import type { Controller, Node, Pod, Service } from '../state/kubernetes.ts';

/** What all entities of the state have in common. */
export interface StateEntity {
  namespace: string;
  name: string;
  kind?: string;
  uid: string;
  createdAt: string | null;
  generation: number | null;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/**
 * The entity as it would be in the cluster. A new object is as old as the state (M1 and S2 ask for the oldest); conditions
 * that a manifest carries along are stale, whoever wrote them.
 */
export function keepRuntime(
  kind: string,
  entity: StateEntity,
  known: StateEntity | null,
  takenAt: string,
  status: Raw,
  notes: string[],
): StateEntity {
  const base = {
    ...entity,
    uid: known?.uid || entity.uid,
    createdAt: known?.createdAt ?? takenAt,
    generation: known?.generation ?? null,
  };
  switch (kind) {
    case 'Gateway':
      return keptGateway(base as unknown as Gateway, known as unknown as Gateway | null, notes);
    case 'Service':
      return keptService(base as unknown as Service, known as unknown as Service | null);
    case 'ServiceEntry':
      return keptEntry(base as unknown as ServiceEntry, known as unknown as ServiceEntry | null, notes);
    case 'Pod':
      return keptPod(base as unknown as Pod, known as unknown as Pod | null, status, notes);
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TCPRoute':
    case 'TLSRoute':
      return { ...(base as unknown as Route), status: [] } as StateEntity;
    case 'Node':
      return Object.keys(status).length > 0 ? base : keptNode(base as unknown as Node, known as unknown as Node | null);
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
      return keptController(base as unknown as Controller, known as unknown as Controller | null);
    default:
      return 'conditions' in base ? ({ ...base, conditions: [] } as StateEntity) : base;
  }
}

/** W1, W2: an address is written when the first pod runs, and stays. */
function keptGateway(gateway: Gateway, known: Gateway | null, notes: string[]): Gateway {
  if (!known)
    notes.push(
      `Gateway ${gateway.namespace}/${gateway.name} is new and has no address until istiod has deployed it: until then nothing is bound to it.`,
    );
  const isSameClass = known?.className === gateway.className;
  return {
    ...gateway,
    addresses: known?.addresses ?? [],
    conditions: isSameClass ? known.conditions : [],
    listenerStatus: isSameClass ? known.listenerStatus : [],
  };
}

/** The API server keeps a Service's addresses over updates. */
function keptService(service: Service, known: Service | null): Service {
  const isCluster = !service.headless && service.type !== 'ExternalName';
  return {
    ...service,
    clusterIPs: isCluster && known && known.clusterIPs.length > 0 ? known.clusterIPs : service.clusterIPs,
    ipFamilies: service.ipFamilies.length > 0 ? service.ipFamilies : (known?.ipFamilies ?? []),
    loadBalancer: known?.loadBalancer ?? [],
    conditions: [],
  };
}

/** D3: istiod allocates addresses by itself. */
function keptEntry(entry: ServiceEntry, known: ServiceEntry | null, notes: string[]): ServiceEntry {
  if (!known && entry.addresses.length === 0 && entry.resolution !== 'NONE')
    notes.push(
      `ServiceEntry ${entry.namespace}/${entry.name} is new: the address that istiod will allocate for it is not known yet.`,
    );
  return { ...entry, allocated: known?.allocated ?? [], conditions: [] };
}

/** The kubelet's word on its node holds on where a manifest says nothing of it. */
function keptNode(node: Node, known: Node | null): Node {
  if (!known) return node;
  const { conditions, addresses, bootId, os } = known;
  return { ...node, conditions, addresses, bootId, os };
}

/** A pod given with a status is taken at its word; what a manifest leaves out is the running pod's. */
function keptPod(pod: Pod, known: Pod | null, status: Raw, notes: string[]): Pod {
  const hasStatus = Object.keys(status).length > 0;
  if (!known) {
    if (!hasStatus)
      notes.push(`Pod ${pod.namespace}/${pod.name} is new: it does not run yet, so it neither calls nor answers.`);
    return pod;
  }
  const { owner, workload } = pod.owner ? pod : known;
  const runtime = {
    node: pod.node || known.node,
    owner,
    workload,
    annotations: { ...runtimeOf(known), ...pod.annotations },
  };
  if (hasStatus) return { ...pod, ...runtime };
  const { startedAt, deletedAt, phase, ips, ready, conditions } = known;
  return {
    ...pod,
    ...runtime,
    startedAt,
    deletedAt,
    phase,
    ips,
    ready,
    conditions,
    containers: runningContainers(pod, known),
  };
}

const RUNTIME_ANNOTATIONS = ['ambient.istio.io/redirection', 'sidecar.istio.io/status'];

/** E4, E11: what istio-cni and the injector wrote on a running pod. */
export function runtimeOf(pod: Pod): Record<string, string> {
  return Object.fromEntries(
    RUNTIME_ANNOTATIONS.flatMap((key) => (pod.annotations[key] === undefined ? [] : [[key, pod.annotations[key]]])),
  );
}

/** Containers as written, in the health of the running ones. */
export function runningContainers(pod: Pod, known: Pod): Pod['containers'] {
  const running = new Map(known.containers.map((container) => [container.name, container]));
  return pod.containers.map((container) => {
    const {
      image: _image,
      ports: _ports,
      readinessProbe: _probe,
      ...health
    } = running.get(container.name) ?? {
      ...container,
      ready: known.ready,
    };
    return { ...container, ...health };
  });
}

/** Counts are the controller's own and follow by themselves. */
function keptController(controller: Controller, known: Controller | null): Controller {
  const { desired } = controller.kind === 'DaemonSet' ? (known ?? controller) : controller;
  const keep = (count: number | undefined): number => Math.min(count ?? 0, desired);
  return {
    ...controller,
    desired,
    current: keep(known?.current),
    ready: keep(known?.ready),
    updated: keep(known?.updated),
    conditions: [],
  };
}
