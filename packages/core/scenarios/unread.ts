/** A state as it would be had a source not been read: its data gone, its status says why. */

import { tierOf } from '../src/normalize/reading.ts';
import { kindSpec } from '../src/state/kinds.ts';
import type { MeshState, Slice } from '../src/state/mesh-state.ts';

/** The slices of the state that hold one kind of object or reading and nothing else. */
export const SLICE_OF: Readonly<Record<string, Slice>> = {
  Namespace: 'namespaces',
  Node: 'nodes',
  Pod: 'pods',
  Service: 'services',
  EndpointSlice: 'endpointSlices',
  Event: 'events',
  NetworkPolicy: 'networkPolicies',
  GatewayClass: 'gatewayClasses',
  Gateway: 'gateways',
  ReferenceGrant: 'referenceGrants',
  AuthorizationPolicy: 'authorizationPolicies',
  PeerAuthentication: 'peerAuthentications',
  RequestAuthentication: 'requestAuthentications',
  ServiceEntry: 'serviceEntries',
  WorkloadEntry: 'workloadEntries',
  VirtualService: 'virtualServices',
  DestinationRule: 'destinationRules',
  IstioGateway: 'istioGateways',
  'ztunnel-config': 'ztunnelDumps',
  'ztunnel-ready': 'ztunnelReadiness',
  'istiod-syncz': 'syncStatus',
  'istiod-mesh': 'istiodMeshes',
  'istiod-version': 'versions',
  'istiod-ambientz': 'ambientViews',
  'waypoint-clusters': 'envoyClusters',
  'cni-ready': 'cniReadiness',
  'istiod-ready': 'istiodReadiness',
  // What waypoints and gateways counted goes with it.
  'ztunnel-metrics': 'traffic',
};

/** The state without a source; a kind that shares its slice with others leaves theirs. */
export function withoutSource(state: MeshState, source: string): MeshState {
  const other = (item: { kind: string }): boolean => item.kind !== source;
  const slice = SLICE_OF[source];
  const fromOther = (item: { source: string }): boolean => item.source !== source;
  const isConfig = source === 'ConfigMap';
  return {
    ...state,
    controllers: state.controllers.filter(other),
    markers: state.markers.filter(other),
    routes: state.routes.filter(other),
    logs: state.logs.filter(fromOther),
    componentMetrics: state.componentMetrics.filter(fromOther),
    ...(slice ? { [slice]: [] } : {}),
    ...(isConfig ? { meshConfig: null, cniConfig: null, ciliumConfig: null, rootBundles: [] } : {}),
    sources: [...state.sources.filter((status) => status.source !== source), forbidden(state, source)],
  };
}

function forbidden(state: MeshState, source: string): MeshState['sources'][number] {
  const spec = kindSpec(source);
  const resource = spec?.resource ?? 'pods/portforward';
  return {
    source,
    tier: spec ? 0 : tierOf(source),
    scope: null,
    state: 'forbidden',
    at: state.takenAt,
    count: 0,
    message: `${resource} is forbidden`,
    permission: { verb: spec ? 'list' : 'create', resource, group: spec?.group ?? '', namespace: null },
  };
}
