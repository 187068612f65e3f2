/** Workloads and services in the form istiod sends them, with the words of its protocol. */
import {
  canaryOfPublished,
  ingressUsesWaypoint,
  isCanonical,
  type Mesh,
  type NetworkGateway,
  networkGatewayOf,
  type PublishedService,
  policyNamesOf,
  targetPortsOf,
  type WaypointBinding,
  type Workload,
  waypointAddressOf,
  waypointOfPublished,
} from '@hopscope/core';
import { agrees } from '../agree.ts';
import { type Json, object } from '../case.ts';

/** A workload with all its fields. */
export function wireWorkload(mesh: Mesh, workload: Workload): Json {
  const gateway = workload.ports.kind === 'pod' || workload.ports.kind === 'spec';
  return {
    uid: workload.uid,
    name: workload.name,
    namespace: workload.namespace,
    addresses: workload.addresses,
    hostname: workload.hostname,
    network: workload.network,
    networkGateway: gateway ? wireGateway(networkGatewayOf(mesh, workload.network)) : null,
    networkMode: workload.hostNetwork ? 'HOST_NETWORK' : 'STANDARD',
    tunnelProtocol: workload.protocol === 'HBONE' ? 'HBONE' : 'NONE',
    nativeTunnel: workload.nativeTunnel,
    applicationTunnel: workload.applicationTunnel,
    trustDomain: workload.trustDomain,
    serviceAccount: workload.serviceAccount,
    node: workload.node,
    locality: workload.locality,
    canonicalName: workload.canonicalName,
    canonicalRevision: workload.canonicalRevision,
    workloadName: workload.workloadName,
    workloadType: workload.type || 'DEPLOYMENT',
    clusterId: workload.cluster,
    capacity: workload.capacity,
    status: workload.healthy ? 'HEALTHY' : 'UNHEALTHY',
    services: Object.fromEntries(
      workload.services.map((service) => [
        `${service.namespace}/${service.host}`,
        { ports: targetPortsOf(workload, service) },
      ]),
    ),
    authorizationPolicies: policyNamesOf(mesh, workload),
    waypoint: wireWaypoint(mesh, workload.binding),
  };
}

/** A service; `canonical` as S2 decides it, or, before S2, as its object alone has it. */
export function wireService(mesh: Mesh, service: PublishedService, canonical = isCanonical(mesh, service)): Json {
  const binding = waypointOfPublished(mesh, service);
  const canary = canaryOfPublished(mesh, service);
  const waypoint = wireWaypoint(mesh, binding);
  const weighted =
    canary.state === 'attached'
      ? [
          { destination: waypoint, weight: 100 - canary.weight },
          { destination: wireGatewayAddress(mesh, canary.gateway), weight: canary.weight },
        ]
      : [];
  return {
    name: service.name,
    namespace: service.namespace,
    hostname: service.host,
    addresses: service.vips.map((vip) => wireAddress(mesh, vip)),
    ports: service.ports.map((port) => ({
      servicePort: port.port,
      targetPort: typeof port.targetPort === 'number' ? port.targetPort : 0,
      appProtocol: port.application || 'UNKNOWN',
    })),
    subjectAltNames: service.subjectAltNames,
    waypoint,
    weightedWaypoints: weighted,
    ingressUseWaypoint: binding.state === 'bound' && ingressUsesWaypoint(mesh, service.source.object),
    loadBalancing: wireBalancing(service),
    ipFamilies: service.ipFamilies,
    canonical,
    visibility: service.visibility === 'namespace' ? 'NAMESPACE' : 'PUBLIC',
  };
}

/** Why a service has no waypoint, or no canary, that it asks for; null where nothing is wrong. */
export function wireWaypointError(mesh: Mesh, service: PublishedService): Json | null {
  const binding = waypointOfPublished(mesh, service);
  const canary = canaryOfPublished(mesh, service);
  const refused = binding.state === 'unbound' ? binding : canary.state === 'refused' ? canary : null;
  return refused && { reason: refused.reason, waypoint: `${refused.requested.namespace}/${refused.requested.name}` };
}

function wireBalancing({ balancing }: PublishedService): Json | null {
  const { mode, scopes, allowsUnhealthy } = balancing;
  if (mode === 'STANDARD' && !allowsUnhealthy) return null;
  return {
    routingPreference: scopes,
    mode: mode === 'STANDARD' ? 'UNSPECIFIED_MODE' : mode,
    healthPolicy: allowsUnhealthy ? 'ALLOW_ALL' : 'ONLY_HEALTHY',
  };
}

function wireAddress(mesh: Mesh, vip: string): Json {
  const [address, length] = vip.split('/');
  return { network: mesh.state.network, address, ...(length === undefined ? {} : { length: Number(length) }) };
}

function wireWaypoint(mesh: Mesh, binding: WaypointBinding): Json | null {
  return binding.state === 'bound' ? wireGatewayAddress(mesh, binding.gateway) : null;
}

type Gateway = (WaypointBinding & { state: 'bound' })['gateway'];

/** W3. */
function wireGatewayAddress(mesh: Mesh, gateway: Gateway): Json | null {
  const address = waypointAddressOf(gateway);
  if (!address) return null;
  return address.type === 'Hostname'
    ? { hostname: { namespace: gateway.namespace, hostname: address.value }, hboneMtlsPort: 15008 }
    : { address: { network: mesh.state.network, address: address.value }, hboneMtlsPort: 15008 };
}

/** MC4. */
function wireGateway(found: NetworkGateway | null): Json | null {
  if (!found) return null;
  const isName = /[a-z]/i.test(found.address) && !found.address.includes(':');
  const place = isName
    ? { hostname: { namespace: found.gateway.namespace, hostname: found.address } }
    : { address: { network: found.network, address: found.address } };
  return { ...place, hboneMtlsPort: found.port };
}

/** Words that stand for an enumeration's zero, which is not sent. */
const DEFAULT_WORDS: Readonly<Record<string, string>> = {
  status: 'HEALTHY',
  workloadType: 'DEPLOYMENT',
  tunnelProtocol: 'NONE',
  networkMode: 'STANDARD',
  visibility: 'PUBLIC',
  ipFamilies: 'AUTOMATIC',
  appProtocol: 'UNKNOWN',
  mode: 'UNSPECIFIED_MODE',
  healthPolicy: 'ONLY_HEALTHY',
  protocol: 'NONE',
};

/** Without fields at their default, at every level. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).flatMap(([key, item]) => {
    const bare = withoutDefaults(item);
    return isNothing(bare) || DEFAULT_WORDS[key] === bare ? [] : [[key, bare] as const];
  });
  return Object.fromEntries(fields);
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  value === 0 ||
  value === false ||
  value === null ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** The same message: a field too many is as wrong as one too few. A waypoint's port counts where the case gives it. */
export function sameWire(expected: unknown, got: unknown): boolean {
  const [wanted, answered] = [withoutDefaults(expected), withoutDefaults(got)];
  if (Array.isArray(wanted) && Array.isArray(answered)) {
    const left = [...answered];
    return (
      wanted.length === left.length &&
      wanted.every((item) => {
        const at = left.findIndex((candidate) => sameWire(item, candidate));
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      })
    );
  }
  const trimmed = withPortsOf(wanted, answered);
  return agrees(wanted, trimmed) && agrees(trimmed, wanted);
}

function withPortsOf(wanted: unknown, got: unknown): unknown {
  const [asked, answered] = [object(object(wanted)['waypoint']), object(object(got)['waypoint'])];
  if (Object.keys(answered).length === 0 || asked['hboneMtlsPort'] !== undefined) return got;
  const { hboneMtlsPort: _port, ...rest } = answered;
  return { ...object(got), waypoint: rest };
}
