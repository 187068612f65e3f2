/** What people write, among everything that a state holds. */
import type { MeshState, Slice } from './mesh-state.ts';
import { type Ref, ref } from './refs.ts';

/** Slices that hold what people write, by the kind of their objects; '' where each object names its own. */
export const WRITTEN: Readonly<Partial<Record<Slice, string>>> = {
  namespaces: 'Namespace',
  nodes: 'Node',
  services: 'Service',
  controllers: '',
  networkPolicies: 'NetworkPolicy',
  webhooks: '',
  gatewayClasses: 'GatewayClass',
  gateways: 'Gateway',
  listenerSets: 'ListenerSet',
  routes: '',
  referenceGrants: 'ReferenceGrant',
  authorizationPolicies: 'AuthorizationPolicy',
  peerAuthentications: 'PeerAuthentication',
  requestAuthentications: 'RequestAuthentication',
  serviceEntries: 'ServiceEntry',
  workloadEntries: 'WorkloadEntry',
  virtualServices: 'VirtualService',
  destinationRules: 'DestinationRule',
};

export interface WrittenEntity {
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
  readonly createdAt?: string | null;
  readonly editedAt?: string;
}

/** The objects of one slice. A ReplicaSet follows from its Deployment. */
export const writtenIn = (state: MeshState, slice: Slice): readonly WrittenEntity[] =>
  (state[slice] as readonly WrittenEntity[]).filter(({ kind }) => kind !== 'ReplicaSet');

/** How an object of a slice is called. */
export const writtenRef = (slice: Slice, { kind, namespace, name }: WrittenEntity): Ref =>
  ref(kind ?? WRITTEN[slice]!, namespace, name);
