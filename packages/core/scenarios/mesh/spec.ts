/** What a mesh of scenarios consists of; over 250 lines because it is one description, type by type. */
import type { KubeObject, Unread } from '../bundle.ts';
import type { AnswerSpec } from './read-answers.ts';
import type { DumpBody } from './touches.ts';

/** The one description of which objects and readings are two views. */
export interface MeshSpec {
  takenAt: string;
  bornAt: string;
  cluster: string;
  nodes: NodeSpec[];
  namespaces: NamespaceSpec[];
  workloads: WorkloadSpec[];
  services: ServiceSpec[];
  gateways: GatewaySpec[];
  routes: RouteSpec[];
  serviceEntries: ServiceEntrySpec[];
  authorizationPolicies: PolicySpec[];
  peerAuthentications: PolicySpec[];
  /** What other clusters share, as istiod tells ztunnel of it (MC4). */
  remotes: RemoteSpec[];
  objects: KubeObject[];
  events: EventSpec[];
  istio: IstioSpec;
  certificates: CertificateFault[];
  ztunnels: Record<string, ZtunnelFault>;
  readings: 'all' | 'forbidden';
  /** Whether ztunnel shows live connections for the declared calls. */
  traffic: boolean;
  /** `caller callee:port` whose calls leave no connection, since they fail. */
  quiet: string[];
  /** What ztunnels counted; without any their metrics are not read. */
  counts: CountSpec[];
  /** What else components answer; what is not here is not read. */
  answers: AnswerSpec[];
  unread: Unread[];
  /** Last touches to finished objects of a kind. */
  edits: { kind: string; change: (object: KubeObject) => void }[];
  /** Last touches to what the ztunnel of a node, or every one, says. */
  dumpEdits: { node: string | null; change: (body: DumpBody) => void }[];
  /** Last touches to what istiods say of one connected proxy. */
  syncEdits: ((entry: Record<string, unknown>) => void)[];
  /** Objects that are not there after all. */
  drops: { kind: string; is: (object: KubeObject) => boolean }[];
  slots: { pod: number; service: number };
}

export type Labels = Record<string, string>;

export interface NodeSpec {
  name: string;
  zone: string;
  ready: boolean;
  networkUnavailable: boolean;
  /** Seconds before takenAt at which the node took its present state; absent: since it was born. */
  since?: number;
  taints: { key: string; effect: string }[];
}

export interface NamespaceSpec {
  name: string;
  labels: Labels;
  annotations: Labels;
}

/** What a pod does: all but `ready` and `terminating` are not Ready. */
export type PodState =
  | 'ready'
  | 'unready'
  | 'crash'
  | 'oom'
  | 'image'
  | 'config'
  | 'unschedulable'
  | 'creating'
  | 'terminating'
  /** Ready, after a container ended once. */
  | 'restarted';

/** `auto`: as rule E1 says. `stale`: annotated although ztunnel has no proxy for the pod (rule E6). */
export type Capture = 'auto' | 'enabled' | 'pending' | 'absent' | 'stale';

export interface PodFault {
  state: PodState;
  /** Seconds before takenAt. */
  since: number;
  /** Pod indexes or node names; absent: every pod. */
  on?: readonly (number | string)[];
  message?: string;
}

/** Connections of one workload to another, as the ztunnels of both sides counted them. */
export interface CountSpec {
  /** `namespace/workload` */
  from: string;
  /** `namespace/workload`, called by way of the Service of that name */
  to: string;
  closed: number;
  /** `-` went well; the destination's flag otherwise */
  flags: string;
}

export interface CaptureFault {
  capture: Capture;
  on?: readonly (number | string)[];
}

export interface ContainerPort {
  name: string;
  port: number;
}

export interface Call {
  /** `namespace/service` or a host outside. */
  target: string;
  host: string;
  port: number;
}

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

export interface WorkloadSpec {
  namespace: string;
  name: string;
  kind: WorkloadKind;
  replicas: number;
  labels: Labels;
  selector: Labels;
  podLabels: Labels;
  podAnnotations: Labels;
  serviceAccount: string;
  container: string;
  image: string;
  ports: ContainerPort[];
  env: Labels;
  /** Nodes to place pods on, in turn. */
  nodes: string[];
  /** Nodes a DaemonSet should but does not run on. */
  missing: string[];
  hostNetwork: boolean;
  sidecar: boolean;
  captures: CaptureFault[];
  /** Whether istiod told ztunnel about its pods. */
  told: boolean;
  faults: PodFault[];
  /** Template generation: a rollout raises it and gives the pods new names and addresses. */
  revision: number;
  /** Seconds before takenAt at which the pods were made; absent: when the mesh was born. */
  createdAgo?: number;
  /** Seconds before takenAt at which its replicas were changed. */
  scaledAgo?: number;
  /** Image of the former revision. */
  previousImage?: string;
  gateway?: string;
  calls: Call[];
  slot: number;
}

export interface PortSpec {
  port: number;
  target?: number | string;
  name?: string;
  appProtocol?: string;
  protocol?: 'TCP' | 'UDP';
}

export interface ServiceSpec {
  namespace: string;
  name: string;
  selector: Labels;
  ports: PortSpec[];
  type: 'ClusterIP' | 'LoadBalancer';
  headless: boolean;
  publishNotReady: boolean;
  labels: Labels;
  annotations: Labels;
  gateway?: string;
  loadBalancer?: string;
  slot: number;
}

/** `never-ready`: its proxy never started. `waiting`: no controller took it. `address-pending`: no load balancer. */
export type GatewayState = 'programmed' | 'never-ready' | 'waiting' | 'address-pending' | 'no-instances';

export interface GatewaySpec {
  namespace: string;
  name: string;
  className: string;
  labels: Labels;
  listeners: { name: string; port: number; protocol: string; hostname?: string; allowed: AllowedNamespaces }[];
  state: GatewayState;
  since?: number;
  address?: string;
}

export type AllowedNamespaces = 'Same' | 'All' | { selector: Labels };

export interface RouteSpec {
  namespace: string;
  name: string;
  parent: { kind: 'Gateway' | 'Service'; namespace: string; name: string };
  hostnames: string[];
  rules: { path: string; to: { namespace: string; name: string; port: number; weight: number }[] }[];
}

export interface ServiceEntrySpec {
  namespace: string;
  name: string;
  labels: Labels;
  hosts: string[];
  addresses: string[];
  ports: { number: number; name: string; protocol: string }[];
  resolution: 'DNS' | 'STATIC' | 'NONE' | 'DYNAMIC_DNS';
  location: 'MESH_EXTERNAL' | 'MESH_INTERNAL';
  endpoints: string[];
  slot: number;
}

/** Endpoints of a Service in another network, merged into one; without a gateway there is no way to them. */
export interface RemoteSpec {
  namespace: string;
  name: string;
  network: string;
  gateway?: { address: string; port: number };
}

export interface PolicySpec {
  namespace: string;
  name: string;
  labels: Labels;
  spec: Record<string, unknown>;
  since?: number;
}

export interface EventSpec {
  namespace: string;
  kind: string;
  name: string;
  reason: string;
  message: string;
  since: number;
  count: number;
  type?: 'Normal' | 'Warning';
}

export interface IstioSpec {
  ambient: boolean;
  discoverySelectors: { matchLabels: Labels }[];
  trustDomain: string;
  /** Seconds from takenAt to the expiry of the root certificate; negative: expired. */
  rootExpiresIn?: number;
  /** Namespaces that istiod did not give the root certificate to. */
  withoutRoot?: readonly string[];
}

export interface CertificateFault {
  /** `namespace/serviceaccount`. */
  identity: string;
  node?: string;
  state?: string;
  /** Seconds from takenAt to the expiry; negative: expired. */
  expiresIn?: number;
}

/** What is wrong with the ztunnel of a node besides its pod's state. */
export interface ZtunnelFault {
  /** No istiod replica knows it. */
  disconnected?: boolean;
  /** Body of a 500 of the readiness endpoint. */
  pending?: string;
  /** Its dump may not be read. */
  dump?: { code: string; message: string };
  /** Policies, as `namespace/name`, that never arrived there. */
  lacks?: readonly string[];
}
