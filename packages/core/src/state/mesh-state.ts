/** The mesh at one moment: the only input of everything that judges. Plain data, closed schema, nothing secret in it. */
import { type Static, Type } from 'typebox';
import { AmbientView, CniReadiness, ComponentVersion, IstiodMesh, IstiodReadiness } from './component-answers.ts';
import { ComponentMetrics } from './component-metrics.ts';
import { EnvoyClusters } from './envoy-clusters.ts';
import * as gatewayApi from './gateway-api.ts';
import * as istio from './istio.ts';
import * as kubernetes from './kubernetes.ts';
import { ComponentLog } from './logs.ts';
import { nullable } from './metadata.ts';
import * as readings from './readings.ts';
import { SourceStatus } from './source-status.ts';
import { TrafficReading } from './traffic.ts';
import * as virtualServices from './virtual-services.ts';

/** The slices that are filled from answers of components, not from Kubernetes objects. */
export type ReadingSlice =
  | 'ztunnelDumps'
  | 'ztunnelReadiness'
  | 'syncStatus'
  | 'traffic'
  | 'logs'
  | 'componentMetrics'
  | 'envoyClusters'
  | 'versions'
  | 'istiodMeshes'
  | 'ambientViews'
  | 'cniReadiness'
  | 'istiodReadiness';

export const SCHEMA_VERSION = 1;

export const MeshState = Type.Object({
  schemaVersion: Type.Integer(),
  /** RFC 3339; the only clock core knows */
  takenAt: Type.String(),
  cluster: Type.String(),
  /** `cluster.local` unless the input says otherwise */
  domainSuffix: Type.String(),
  network: Type.String(),
  namespaces: Type.Array(kubernetes.Namespace),
  nodes: Type.Array(kubernetes.Node),
  pods: Type.Array(kubernetes.Pod),
  services: Type.Array(kubernetes.Service),
  endpointSlices: Type.Array(kubernetes.EndpointSlice),
  controllers: Type.Array(kubernetes.Controller),
  events: Type.Array(kubernetes.KubernetesEvent),
  networkPolicies: Type.Array(kubernetes.NetworkPolicy),
  webhooks: Type.Array(kubernetes.Webhook),
  apiServices: Type.Array(kubernetes.ApiService),
  markers: Type.Array(kubernetes.Marker),
  gatewayClasses: Type.Array(gatewayApi.GatewayClass),
  gateways: Type.Array(gatewayApi.Gateway),
  listenerSets: Type.Array(gatewayApi.ListenerSet),
  routes: Type.Array(gatewayApi.Route),
  backends: Type.Array(gatewayApi.Backend),
  referenceGrants: Type.Array(gatewayApi.ReferenceGrant),
  authorizationPolicies: Type.Array(istio.AuthorizationPolicy),
  peerAuthentications: Type.Array(istio.PeerAuthentication),
  requestAuthentications: Type.Array(istio.RequestAuthentication),
  serviceEntries: Type.Array(istio.ServiceEntry),
  workloadEntries: Type.Array(istio.WorkloadEntry),
  virtualServices: Type.Array(virtualServices.VirtualService),
  destinationRules: Type.Array(virtualServices.DestinationRule),
  istioGateways: Type.Array(virtualServices.IstioGateway),
  /** null = the ConfigMap was not there or not read; the defaults hold, with lower certainty */
  meshConfig: nullable(istio.MeshConfig),
  cniConfig: nullable(istio.CniConfig),
  /** cilium-config, the keys of N5 only */
  ciliumConfig: nullable(Type.Record(Type.String(), Type.String())),
  /** by namespace that holds istio-ca-root-cert: serial numbers and dates, never the certificates */
  rootBundles: Type.Array(kubernetes.RootBundle),
  ztunnelDumps: Type.Array(readings.ZtunnelDump),
  ztunnelReadiness: Type.Array(readings.ZtunnelReadiness),
  syncStatus: Type.Array(readings.SyncStatus),
  traffic: Type.Array(TrafficReading),
  logs: Type.Array(ComponentLog),
  componentMetrics: Type.Array(ComponentMetrics),
  envoyClusters: Type.Array(EnvoyClusters),
  versions: Type.Array(ComponentVersion),
  istiodMeshes: Type.Array(IstiodMesh),
  ambientViews: Type.Array(AmbientView),
  cniReadiness: Type.Array(CniReadiness),
  istiodReadiness: Type.Array(IstiodReadiness),
  sources: Type.Array(SourceStatus),
  /**
   * For whoever reads the mesh again and again: since when each finding holds, RFC 3339, '' where it held from the beginning.
   * Left out for a single look: what tells no time has held then.
   */
  firstSeen: Type.Optional(Type.Record(Type.String(), Type.String())),
});
export type MeshState = Static<typeof MeshState>;

/** The slices of the state that hold lists of entities. */
export type Slice = { [K in keyof MeshState]-?: MeshState[K] extends readonly unknown[] ? K : never }[keyof MeshState];

/** A mesh of which nothing is known yet. */
export function emptyState(takenAt: string): MeshState {
  return {
    schemaVersion: SCHEMA_VERSION,
    takenAt,
    cluster: '',
    domainSuffix: 'cluster.local',
    network: '',
    namespaces: [],
    nodes: [],
    pods: [],
    services: [],
    endpointSlices: [],
    controllers: [],
    events: [],
    networkPolicies: [],
    webhooks: [],
    apiServices: [],
    markers: [],
    gatewayClasses: [],
    gateways: [],
    listenerSets: [],
    routes: [],
    backends: [],
    referenceGrants: [],
    authorizationPolicies: [],
    peerAuthentications: [],
    requestAuthentications: [],
    serviceEntries: [],
    workloadEntries: [],
    virtualServices: [],
    destinationRules: [],
    istioGateways: [],
    meshConfig: null,
    cniConfig: null,
    ciliumConfig: null,
    rootBundles: [],
    ztunnelDumps: [],
    ztunnelReadiness: [],
    syncStatus: [],
    traffic: [],
    logs: [],
    componentMetrics: [],
    envoyClusters: [],
    versions: [],
    istiodMeshes: [],
    ambientViews: [],
    cniReadiness: [],
    istiodReadiness: [],
    sources: [],
  };
}
