/** The one door for Kubernetes objects: what passes it is in the closed schema, what is not named there stays outside. */

import { kindOfApi, kindSpec } from '../state/kinds.ts';
import type { MeshState, ReadingSlice, Slice } from '../state/mesh-state.ts';
import { type NormalizedConfig, readConfigMap } from './config-maps.ts';
import { readController } from './controllers.ts';
import { isRecord, type Raw, record, str } from './fields.ts';
import { readGateway, readGatewayClass, readListenerSet, readReferenceGrant } from './gateway-api.ts';
import { readServiceEntry, readWorkloadEntry } from './istio-networking.ts';
import { readAuthorizationPolicy, readPeerAuthentication, readRequestAuthentication } from './istio-policies.ts';
import { readEndpointSlice, readEvent, readNamespace, readNode, readService } from './kubernetes.ts';
import { readApiService, readMarker, readWebhook } from './markers.ts';
import { readNetworkPolicy } from './network-policy.ts';
import { readPod } from './pod.ts';
import { readBackend, readRoute } from './routes.ts';
import { readDestinationRule, readIstioGateway, readVirtualService } from './virtual-services.ts';

/** The slices that are filled from Kubernetes objects. */
export type EntitySlice = Exclude<Slice, ReadingSlice | 'rootBundles' | 'sources'>;

/** One object in the form of the state, with the slice it belongs to. */
export type NormalizedEntity = { [S in EntitySlice]: { slice: S; entity: MeshState[S][number] } }[EntitySlice];

export type Normalized = NormalizedEntity | NormalizedConfig;

type Reader = (raw: Raw) => Normalized | null;

const into =
  <S extends EntitySlice>(slice: S, read: (raw: Raw) => MeshState[S][number] | null): Reader =>
  (raw) => {
    const entity = read(raw);
    return entity === null ? null : ({ slice, entity } as Normalized);
  };

const marker = (namespaced: boolean): Reader => into('markers', (raw) => readMarker(raw, namespaced));

const READERS: Readonly<Record<string, Reader>> = {
  Namespace: into('namespaces', readNamespace),
  Node: into('nodes', readNode),
  Pod: into('pods', readPod),
  Service: into('services', readService),
  EndpointSlice: into('endpointSlices', readEndpointSlice),
  Deployment: into('controllers', readController),
  ReplicaSet: into('controllers', readController),
  DaemonSet: into('controllers', readController),
  StatefulSet: into('controllers', readController),
  ConfigMap: readConfigMap,
  Event: into('events', readEvent),
  NetworkPolicy: into('networkPolicies', readNetworkPolicy),
  PodDisruptionBudget: marker(true),
  HorizontalPodAutoscaler: marker(true),
  Lease: marker(true),
  CustomResourceDefinition: marker(false),
  ValidatingWebhookConfiguration: into('webhooks', readWebhook),
  MutatingWebhookConfiguration: into('webhooks', readWebhook),
  APIService: into('apiServices', readApiService),
  GatewayClass: into('gatewayClasses', readGatewayClass),
  Gateway: into('gateways', readGateway),
  ListenerSet: into('listenerSets', readListenerSet),
  HTTPRoute: into('routes', readRoute),
  GRPCRoute: into('routes', readRoute),
  TCPRoute: into('routes', readRoute),
  TLSRoute: into('routes', readRoute),
  XBackend: into('backends', readBackend),
  ReferenceGrant: into('referenceGrants', readReferenceGrant),
  AuthorizationPolicy: into('authorizationPolicies', readAuthorizationPolicy),
  PeerAuthentication: into('peerAuthentications', readPeerAuthentication),
  RequestAuthentication: into('requestAuthentications', readRequestAuthentication),
  ServiceEntry: into('serviceEntries', readServiceEntry),
  WorkloadEntry: into('workloadEntries', readWorkloadEntry),
  VirtualService: into('virtualServices', readVirtualService),
  DestinationRule: into('destinationRules', readDestinationRule),
  IstioGateway: into('istioGateways', readIstioGateway),
  CiliumNetworkPolicy: marker(true),
  CiliumClusterwideNetworkPolicy: marker(false),
  GlobalNetworkPolicy: marker(false),
  CalicoNetworkPolicy: marker(true),
  StoredCalicoNetworkPolicy: marker(true),
  StoredGlobalNetworkPolicy: marker(false),
  AdminNetworkPolicy: marker(false),
  BaselineAdminNetworkPolicy: marker(false),
  ClusterNetworkPolicy: marker(false),
};

/**
 * One Kubernetes object as the API returns it, in the form of the state. Null for a kind we do not read, an object
 * without a name, or something that is no object. Never throws.
 */
export function normalizeObject(raw: unknown): Normalized | null {
  if (!isRecord(raw)) return null;
  const kind = readKind(raw);
  if (kind === null) return null;
  const meta = record(raw['metadata']);
  if (str(meta['name']) === '' && str(meta['generateName']) === '') return null;
  return READERS[kind]!(raw['kind'] === kind ? raw : { ...raw, kind });
}

/** Our word for the kind of an object, null for one we do not read; one without apiVersion is taken at its kind's word. */
export function readKind(raw: Raw): string | null {
  const kind = raw['kind'];
  if (typeof kind !== 'string') return null;
  const apiVersion = str(raw['apiVersion']);
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const isOurs = Object.hasOwn(READERS, kind) && (apiVersion === '' || group === kindSpec(kind)?.group);
  return kindOfApi(group, kind) ?? (isOurs ? kind : null);
}
