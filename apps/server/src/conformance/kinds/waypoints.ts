/** Section 4: which waypoint an object is bound to, and who is bound to a waypoint. */
import {
  bindingListener,
  type CanaryClient,
  canaryOfPublished,
  canaryReferenceOf,
  canaryWeightOf,
  configuredScopeOf,
  hasIngressLabel,
  hostOf,
  ingressUsesWaypoint,
  listWorkloads,
  type Mesh,
  publishedServices,
  type WaypointBinding,
  waypointAddressOf,
  waypointOfEntry,
  waypointOfPod,
  waypointOfService,
  waypointOfServiceEntry,
  weightedWaypointsOf,
} from '@hopscope/core';
import { agrees } from '../agree.ts';
import { type Case, type Json, NotAnswered, object, text, texts } from '../case.ts';
import { meshOf } from '../state.ts';
import type { Kind } from './kind.ts';
import { subjectOf } from './subjects.ts';

/** By namespace and name where a case gives them; the host name only where it gives nothing else. */
function sameWaypoint(expected: Case['expected'], got: unknown): boolean {
  const wanted = object(expected['waypoint']);
  const { hostname: _hostname, ...named } = wanted;
  const whole = expected['waypoint'] === null || named['name'] === undefined ? expected['waypoint'] : named;
  return agrees({ ...expected, waypoint: whole }, got);
}

function workloadBinding(mesh: Mesh, reference: Json): WaypointBinding {
  if (reference['kind'] === 'EndpointSlice') return { state: 'none' };
  const subject = subjectOf(mesh, reference);
  if (subject.kind === 'Pod') return waypointOfPod(mesh, subject.object);
  if (subject.kind === 'WorkloadEntry') return waypointOfEntry(mesh, subject.object);
  if (subject.kind === 'ServiceEntry') {
    const address = text(reference['endpoint']);
    const endpoint = subject.object.endpoints.find((candidate) => address === '' || candidate.address === address);
    if (endpoint) return waypointOfEntry(mesh, { namespace: subject.object.namespace, labels: endpoint.labels });
  }
  throw new NotAnswered(`a ${subject.kind} is no workload`);
}

function serviceBinding(mesh: Mesh, reference: Json): WaypointBinding {
  const subject = subjectOf(mesh, reference);
  if (subject.kind === 'Service') return waypointOfService(mesh, subject.object);
  if (subject.kind === 'ServiceEntry') return waypointOfServiceEntry(mesh, subject.object);
  throw new NotAnswered(`a ${subject.kind} is no service`);
}

function answerOf(binding: WaypointBinding): Json {
  if (binding.state === 'bound') {
    const address = waypointAddressOf(binding.gateway);
    if (!address) return { waypoint: null };
    const { namespace, name } = binding.gateway;
    return { waypoint: { namespace, name, hostname: address.type === 'Hostname' ? address.value : undefined } };
  }
  if (binding.state !== 'unbound') return { waypoint: null };
  const { reason, requested } = binding;
  return { waypoint: null, error: { reason, waypoint: `${requested.namespace}/${requested.name}` } };
}

/** Services bound to the waypoint of an address, as a canary too, as `namespace/host`. */
function servicesOf(mesh: Mesh, key: Json): string[] {
  return publishedServices(mesh)
    .filter((service) => weightedWaypointsOf(mesh, service).some(({ gateway }) => isWaypoint(mesh, gateway, key)))
    .map((service) => `${service.namespace}/${service.host}`);
}

/** UIDs of the workloads bound to the waypoint of an address. */
function workloadsOf(mesh: Mesh, key: Json): string[] {
  return listWorkloads(mesh)
    .filter(({ binding }) => binding.state === 'bound' && isWaypoint(mesh, binding.gateway, key))
    .map(({ uid }) => uid);
}

type Gateway = (WaypointBinding & { state: 'bound' })['gateway'];

/** The waypoint has one of the host names, or one of the addresses, of a key. */
function isWaypoint(mesh: Mesh, gateway: Gateway, key: Json): boolean {
  const address = waypointAddressOf(gateway);
  if (!address) return false;
  if (address.type === 'Hostname')
    return gateway.namespace === text(key['namespace']) && texts(key['hostnames']).includes(address.value);
  const network = key['network'] === undefined ? mesh.state.network : text(key['network']);
  return network === mesh.state.network && texts(key['addresses']).includes(address.value);
}

/** W12: a Service or ServiceEntry, by which a canary is asked for. */
function canaryClient(mesh: Mesh, question: Json): CanaryClient {
  const reference = question['service'] ?? question['object'] ?? question['serviceentry'];
  return subjectOf(mesh, { kind: 'Service', ...object(reference) }).object;
}

function waypointOfHost(mesh: Mesh, name: string): string[] {
  const service = mesh.services.all().find((candidate) => `${candidate.namespace}/${hostOf(mesh, candidate)}` === name);
  const binding = service ? waypointOfService(mesh, service) : undefined;
  const address = binding?.state === 'bound' ? waypointAddressOf(binding.gateway) : null;
  return address ? [`${name}/${address.value}`] : [];
}

export const WAYPOINTS: Readonly<Record<string, Kind>> = {
  'workload-waypoint': {
    answer: (one) => answerOf(workloadBinding(meshOf(one), object(one.question['workload']))),
    matches: sameWaypoint,
  },
  'service-waypoint': {
    answer: (one) => answerOf(serviceBinding(meshOf(one), object(one.question['service']))),
    matches: sameWaypoint,
  },
  'waypoint-of-service-via-index': {
    answer: (one) => ({ serviceSlashWaypointHost: waypointOfHost(meshOf(one), text(one.question['service'])) }),
  },
  'waypoint-allowed-namespaces': {
    answer(one) {
      const mesh = meshOf(one);
      const reference = object(one.question['gateway']);
      const gateway = mesh.gateways.get(`${text(reference['namespace'])}/${text(reference['name'])}`);
      if (!gateway) throw new NotAnswered('there is no such Gateway in the case');
      const listener = bindingListener(gateway, mesh.gatewayClasses.get(gateway.className));
      return { from: listener?.allowedFrom ?? 'Same', selector: listener?.allowedSelector ?? null };
    },
  },
  'services-of-waypoint': {
    answer: (one) => ({ services: servicesOf(meshOf(one), object(one.question['waypointKey'])) }),
  },
  'workloads-of-waypoint': {
    answer: (one) => ({ uids: workloadsOf(meshOf(one), object(one.question['waypointKey'])) }),
  },
  'ready-waypoint-count': {
    answer: (one) => ({ count: meshOf(one).state.gateways.filter((gateway) => gateway.addresses.length > 0).length }),
  },
  'canary-waypoint-reference': {
    answer(one) {
      const mesh = meshOf(one);
      return { canary: canaryReferenceOf(mesh, canaryClient(mesh, one.question)) };
    },
    matches: (expected, got) => (expected['canary'] === null ? object(got)['canary'] === null : agrees(expected, got)),
  },
  'canary-weight': {
    answer(one) {
      const mesh = meshOf(one);
      const weight = canaryWeightOf(mesh, canaryClient(mesh, one.question));
      return { weight: weight ?? 0, valid: weight !== null };
    },
  },
  'weighted-waypoint-count': {
    answer(one) {
      const mesh = meshOf(one);
      const client = canaryClient(mesh, one.question);
      const [service] = publishedServices(mesh).filter(({ source }) => source.object === client);
      const count = service && canaryOfPublished(mesh, service).state === 'attached' ? 2 : 0;
      return { count };
    },
  },
  'service-scope': {
    answer(one) {
      const mesh = meshOf(one);
      const { object: service } = subjectOf(mesh, { kind: 'Service', ...object(one.question['service']) });
      return { scope: configuredScopeOf(mesh, service).toUpperCase() };
    },
    matches: (expected, got) => text(expected['scope']).toUpperCase() === text(object(got)['scope']),
  },
  'ingress-use-waypoint': {
    answer(one) {
      const mesh = meshOf(one);
      const { object: service } = subjectOf(mesh, object(one.question['service']));
      return { labelPresent: hasIngressLabel(mesh, service), ingressUsesWaypoint: ingressUsesWaypoint(mesh, service) };
    },
  },
};
