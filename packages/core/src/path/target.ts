/** What the `to` of a question is, and how it is addressed. */
import { type Addressee, lookUpAddress } from '../mesh/address/address.ts';
import { capturesDns, type ResolvedName, type Resolver, resolveName, resolveService } from '../mesh/address/dns.ts';
import { hostOf } from '../mesh/address/host-name.ts';
import { nodePortAt } from '../mesh/address/node-ports.ts';
import { type Gap, gapOf, type Mesh } from '../mesh/mesh.ts';
import {
  type WaypointBinding,
  waypointOfEntry,
  waypointOfPod,
  waypointOfService,
  waypointOfServiceEntry,
} from '../mesh/waypoint/waypoint.ts';
import type { Service } from '../state/kubernetes.ts';
import type { Labels } from '../state/metadata.ts';
import type { To } from '../state/path-query.ts';
import { ref } from '../state/refs.ts';
import type { Caller, Choice, Naming, Refusal } from './facts.ts';

/** A destination that can be walked to. */
export interface Target {
  addressee: Addressee;
  port: number;
  name: string;
  /** how the caller came to the address; absent where it has it already */
  naming?: Naming | null;
  /** R5: only these pods of the Service */
  subset?: { name: string; labels: Labels } | null;
  /** W14: one pod behind the name of a headless Service, which the caller has chosen itself */
  headless?: { service: Service; choice: Choice };
}

/** As much of a caller as its view of names and addresses depends on. */
export type Client = Pick<Caller, 'kind' | 'pod' | 'namespace'>;

/** A client outside asks its own name servers. */
export const OUTSIDE: Client = { kind: 'outside', pod: null, namespace: '' };

/** Finds the destination; a Service or pod that is not there is a refusal (catalogue: dns-service-not-found). */
export function resolveTarget(mesh: Mesh, to: To, client: Client): Target | { refusal: Refusal } {
  switch (to.kind) {
    case 'service':
      return serviceTarget(mesh, to, client);
    case 'pod': {
      const pod = mesh.pods.byName.get(`${to.namespace}/${to.name}`);
      if (!pod) return missing(gapOf(mesh, 'Pod', to.namespace), 'pod', to.namespace, to.name);
      const addressee: Addressee = pod.hostNetwork ? { kind: 'host-network', pod } : { kind: 'workload', pod };
      return { addressee, port: to.port, name: `pod ${to.namespace}/${to.name}` };
    }
    case 'ip':
      return addressTarget(mesh, to.address, to.port, client);
    default: {
      const named = nameFor(mesh, to.host, client);
      if (named.addressee.kind === 'unknown' && !named.bypassed && isClusterName(mesh, named.addressee.address))
        return missing(gapOf(mesh, 'Service'), 'Service', '', to.host);
      return { addressee: named.addressee, port: to.port, name: to.host, naming: namingOf(to.host, named, client) };
    }
  }
}

function serviceTarget(
  mesh: Mesh,
  to: Extract<To, { kind: 'service' }>,
  client: Client,
): Target | { refusal: Refusal } {
  const name = `${to.namespace}/${to.name}`;
  const service = mesh.services.named(to.namespace, to.name);
  const entry = service
    ? undefined
    : mesh.state.serviceEntries.find((item) => item.namespace === to.namespace && item.name === to.name);
  if (!service && !entry) return missing(gapOf(mesh, 'Service', to.namespace), `Service`, to.namespace, to.name);
  const host = service ? hostOf(mesh, service) : (entry?.hosts[0] ?? to.name);
  const named = nameFor(mesh, service ?? host, client);
  const asked: Addressee = service ? { kind: 'service', service } : { kind: 'service-entry', entry: entry!, host };
  // An alias is followed; a Service is meant as it is, whoever else may own its name for this client.
  const addressee =
    service && service.type !== 'ExternalName'
      ? asked
      : named.bypassed || named.aliases.length > 0
        ? named.addressee
        : asked;
  return { addressee, port: to.port, name, naming: namingOf(host, named, client) };
}

/** W14: an address of a node with a port that a Service opened there leads to that Service, not through the mesh. */
function addressTarget(mesh: Mesh, address: string, port: number, client: Client): Target {
  const addressee = lookUpAddress(mesh, address, client.namespace);
  const opened =
    addressee.kind === 'unknown' || addressee.kind === 'host-network' ? nodePortAt(mesh, address, port) : undefined;
  return opened
    ? { addressee: { kind: 'outside-address', service: opened.service, address }, port: opened.port, name: address }
    : { addressee, port, name: address };
}

function nameFor(mesh: Mesh, named: string | Service, client: Client): ResolvedName {
  const asks = { namespace: client.namespace, resolver: resolverOf(mesh, client) };
  const found = typeof named === 'string' ? resolveName(mesh, named, asks) : resolveService(mesh, named, asks);
  const outside =
    found.addressee.kind === 'unknown' ? mesh.services.byOutsideAddress.get(found.addressee.address) : undefined;
  return outside && found.addressee.kind === 'unknown'
    ? { ...found, addressee: { kind: 'outside-address', service: outside, address: found.addressee.address } }
    : found;
}

/** D1, P13, P15: sidecars and gateways know the hosts of the mesh by themselves. */
function resolverOf(mesh: Mesh, { kind, pod }: Client): Resolver {
  if (kind === 'ambient') return pod && capturesDns(mesh, pod) ? 'ztunnel' : 'cluster';
  return kind === 'sidecar' || kind === 'gateway' ? 'envoy' : 'cluster';
}

/** Who has to answer; an application beside a sidecar asks the cluster's DNS first, all the same. */
function namingOf(host: string, { answeredBy, aliases, bypassed }: ResolvedName, { kind }: Client): Naming | null {
  if (kind === 'outside' || kind === 'kubelet') return null;
  return { host, answeredBy: answeredBy === 'envoy' && kind === 'sidecar' ? 'cluster' : answeredBy, aliases, bypassed };
}

const isClusterName = (mesh: Mesh, host: string): boolean =>
  host.endsWith(mesh.serviceSuffix) || host.endsWith('.svc') || !host.includes('.');

function missing(gap: Gap | null, kind: string, namespace: string, name: string): { refusal: Refusal } {
  const where = namespace === '' ? '' : ` in namespace \`${namespace}\``;
  if (gap)
    return {
      refusal: {
        code: 'not-readable',
        sentence: `Whether a ${kind} \`${name}\` exists${where} cannot be known: ${gap.why}.`,
        hop: 'resolution',
        gap,
        object: null,
      },
    };
  const object = ref(kind === 'pod' ? 'Pod' : 'Service', namespace, name);
  return {
    refusal: {
      code: 'to-unknown',
      sentence: `No ${kind} called \`${name}\` exists${where}.`,
      hop: 'resolution',
      gap: null,
      object,
    },
  };
}

/** W8-W10: the waypoint bound to what is addressed; the address of a pod or machine asks for its own. */
export function bindingOf(mesh: Mesh, addressee: Addressee): WaypointBinding {
  switch (addressee.kind) {
    case 'service':
      return waypointOfService(mesh, addressee.service);
    case 'service-entry':
      return waypointOfServiceEntry(mesh, addressee.entry);
    case 'workload':
      return waypointOfPod(mesh, addressee.pod);
    case 'machine':
      return waypointOfEntry(mesh, addressee.machine);
    default:
      return { state: 'none' };
  }
}
