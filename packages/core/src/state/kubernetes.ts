/** Kubernetes' own objects, trimmed to the fields of signals.md section 2. */
import { type Static, Type } from 'typebox';
import { Condition, entity, LabelSelector, Labels, nullable } from './metadata.ts';

export const Namespace = entity({
  phase: Type.String(),
  /** when its label for the mesh was last written; null where managedFields do not tell */
  labelledAt: nullable(Type.String()),
});
export type Namespace = Static<typeof Namespace>;

export const Node = entity({
  conditions: Type.Array(Condition),
  /** `key` or `key=value:effect` */
  taints: Type.Array(Type.String()),
  addresses: Type.Array(Type.String()),
  bootId: Type.String(),
  os: Type.String(),
});
export type Node = Static<typeof Node>;

export const ContainerPort = Type.Object({ name: Type.String(), port: Type.Integer(), protocol: Type.String() });
export type ContainerPort = Static<typeof ContainerPort>;

export const Container = Type.Object({
  name: Type.String(),
  image: Type.String(),
  init: Type.Boolean(),
  /** an init container that keeps running (native sidecar) */
  restartable: Type.Boolean(),
  ports: Type.Array(ContainerPort),
  ready: Type.Boolean(),
  restarts: Type.Integer(),
  /** reason of state.waiting, '' when it is not waiting */
  waiting: Type.String(),
  /** of state.waiting, shortened */
  waitingMessage: Type.String(),
  /** last or present termination */
  terminated: nullable(Type.Object({ reason: Type.String(), exitCode: Type.Integer(), at: nullable(Type.String()) })),
  /** RFC 3339 of the running state */
  startedAt: nullable(Type.String()),
  /** how the readiness probe asks: `httpGet:8080`, `tcpSocket:8080`, `grpc:8080`, `exec` or '' */
  readinessProbe: Type.String(),
});
export type Container = Static<typeof Container>;

export const Owner = Type.Object({ kind: Type.String(), name: Type.String() });
export type Owner = Static<typeof Owner>;

export const Pod = entity({
  deletedAt: nullable(Type.String()),
  startedAt: nullable(Type.String()),
  /** '' until it is scheduled */
  node: Type.String(),
  hostNetwork: Type.Boolean(),
  /** '' = not given, which the API server answers with `default` */
  serviceAccount: Type.String(),
  owner: nullable(Owner),
  /** the workload people know: the Deployment behind a ReplicaSet, else the owner, else the pod itself */
  workload: Owner,
  /** its controller made it from a template, so that its name is generated: istiod looks at the owner only then (S3) */
  fromTemplate: Type.Boolean(),
  phase: Type.String(),
  ips: Type.Array(Type.String()),
  ready: Type.Boolean(),
  conditions: Type.Array(Condition),
  containers: Type.Array(Container),
  dnsPolicy: Type.String(),
  /** it has name servers or search domains of its own */
  hasDnsConfig: Type.Boolean(),
  /** when the redirection annotation and the pod's own label for the mesh were last written; null where managedFields do not tell */
  capturedAt: nullable(Type.String()),
  labelledAt: nullable(Type.String()),
  /** `host` or `host:port` found in environment values and arguments whose name says that it is an address */
  declaredHosts: Type.Array(Type.String()),
  /** settings that tell an application to listen on localhost, `env NAME` or `argument --flag`; absent where there are none */
  localBinds: Type.Optional(Type.Array(Type.String())),
});
export type Pod = Static<typeof Pod>;

export const ServicePort = Type.Object({
  name: Type.String(),
  port: Type.Integer(),
  /** 0 = not given, which the API server answers with the port itself */
  targetPort: Type.Union([Type.Integer(), Type.String()]),
  protocol: Type.String(),
  appProtocol: Type.String(),
  nodePort: nullable(Type.Integer()),
});
export type ServicePort = Static<typeof ServicePort>;

export const Service = entity({
  type: Type.String(),
  /** without `None`: empty for headless and ExternalName */
  clusterIPs: Type.Array(Type.String()),
  headless: Type.Boolean(),
  /** null = no selector */
  selector: nullable(Labels),
  ports: Type.Array(ServicePort),
  internalTrafficPolicy: Type.String(),
  externalTrafficPolicy: Type.String(),
  trafficDistribution: Type.String(),
  publishNotReady: Type.Boolean(),
  ipFamilies: Type.Array(Type.String()),
  externalName: Type.String(),
  externalIPs: Type.Array(Type.String()),
  loadBalancer: Type.Array(Type.String()),
  sessionAffinity: Type.String(),
  conditions: Type.Array(Condition),
});
export type Service = Static<typeof Service>;

export const EndpointSlice = entity({
  service: Type.String(),
  addressType: Type.String(),
  ports: Type.Array(Type.Object({ name: Type.String(), port: nullable(Type.Integer()), protocol: Type.String() })),
  endpoints: Type.Array(
    Type.Object({
      addresses: Type.Array(Type.String()),
      ready: Type.Boolean(),
      serving: Type.Boolean(),
      terminating: Type.Boolean(),
      /** name of the pod of targetRef, '' for a hand-written address */
      pod: Type.String(),
      /** namespace and UID as targetRef gives them, '' where it gives none: istiod takes no other pod of that name (S3) */
      podNamespace: Type.String(),
      podUid: Type.String(),
      node: Type.String(),
      zone: Type.String(),
    }),
  ),
});
export type EndpointSlice = Static<typeof EndpointSlice>;

/** Deployment, StatefulSet, DaemonSet or ReplicaSet. */
export const Controller = entity({
  kind: Type.String(),
  owner: nullable(Owner),
  desired: Type.Integer(),
  current: Type.Integer(),
  ready: Type.Integer(),
  updated: Type.Integer(),
  selector: nullable(LabelSelector),
  /** labels of the pod template */
  template: Labels,
  /** environment of Istio's own components only (istiod, ztunnel, istio-cni): flags, never secrets */
  env: Labels,
  conditions: Type.Array(Condition),
});
export type Controller = Static<typeof Controller>;

export const KubernetesEvent = entity({
  reason: Type.String(),
  message: Type.String(),
  involved: Type.Object({ kind: Type.String(), namespace: Type.String(), name: Type.String() }),
  count: Type.Integer(),
  lastAt: nullable(Type.String()),
});
export type KubernetesEvent = Static<typeof KubernetesEvent>;

const Peer = Type.Object({
  podSelector: nullable(LabelSelector),
  namespaceSelector: nullable(LabelSelector),
  ipBlock: nullable(Type.Object({ cidr: Type.String(), except: Type.Array(Type.String()) })),
});
/** One allowed peer of a NetworkPolicy rule. */
export type NetworkPolicyPeer = Static<typeof Peer>;

const PolicyPort = Type.Object({
  protocol: Type.String(),
  port: nullable(Type.Union([Type.Integer(), Type.String()])),
  endPort: nullable(Type.Integer()),
});
export type NetworkPolicyPort = Static<typeof PolicyPort>;

/** Empty `peers` = from or to anywhere; empty `ports` = every port (both as Kubernetes reads an absent list). */
const Rule = Type.Object({ peers: Type.Array(Peer), ports: Type.Array(PolicyPort) });
export type NetworkPolicyRule = Static<typeof Rule>;

export const NetworkPolicy = entity({
  podSelector: LabelSelector,
  /** `Ingress`, `Egress`; defaults already applied */
  policyTypes: Type.Array(Type.String()),
  ingress: Type.Array(Rule),
  egress: Type.Array(Rule),
});
export type NetworkPolicy = Static<typeof NetworkPolicy>;

export const Webhook = entity({
  kind: Type.String(),
  webhooks: Type.Array(
    Type.Object({
      name: Type.String(),
      failurePolicy: Type.String(),
      hasCaBundle: Type.Boolean(),
      service: nullable(Type.Object({ namespace: Type.String(), name: Type.String(), port: Type.Integer() })),
    }),
  ),
});
export type Webhook = Static<typeof Webhook>;

/** What is kept of a root certificate. */
export const RootCertificate = Type.Object({
  /** decimal, as ztunnel writes it */
  serial: Type.String(),
  validFrom: Type.String(),
  expiresAt: Type.String(),
});
export type RootCertificate = Static<typeof RootCertificate>;

/** The ConfigMap istio-ca-root-cert of one namespace that holds a certificate. */
export const RootBundle = Type.Object({
  namespace: Type.String(),
  /** empty where the reader trimmed its content, or nothing in it could be understood */
  roots: Type.Array(RootCertificate),
});
export type RootBundle = Static<typeof RootBundle>;

/** An aggregated API: the API server forwards its group and version to a Service. */
export const ApiService = entity({
  /** null: the API server answers itself */
  service: nullable(Type.Object({ namespace: Type.String(), name: Type.String(), port: Type.Integer() })),
  conditions: Type.Array(Condition),
});
export type ApiService = Static<typeof ApiService>;

/** A kind of which only existence and a few labels matter: CRD, PDB, HPA, Lease, CNI-specific policy. */
export const Marker = entity({
  kind: Type.String(),
  /** selector of a PodDisruptionBudget, null otherwise */
  selector: nullable(LabelSelector),
  /**
   * target of a HorizontalPodAutoscaler (`Deployment/name`), holder of a Lease, Service of a CRD's conversion webhook
   * (`namespace/name:port`), else ''
   */
  target: Type.String(),
  /** renewTime of a Lease */
  at: nullable(Type.String()),
});
export type Marker = Static<typeof Marker>;
