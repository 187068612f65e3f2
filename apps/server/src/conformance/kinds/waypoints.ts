/** Section 4: which waypoint an object is bound to, and who is bound to a waypoint. */
import {
  bindingListener,
  hasIngressLabel,
  hostOf,
  ingressUsesWaypoint,
  type Mesh,
  type WaypointBinding,
  waypointAddressOf,
  waypointOfEntry,
  waypointOfPod,
  waypointOfService,
  waypointOfServiceEntry,
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

/** Services and ServiceEntries bound to the waypoint of an address, as `namespace/host`. */
function servicesOf(mesh: Mesh, key: Json): string[] {
  const services = mesh.services.all().map((service) => ({
    binding: waypointOfService(mesh, service),
    names: [`${service.namespace}/${hostOf(mesh, service)}`],
  }));
  const entries = mesh.state.serviceEntries.map((entry) => ({
    binding: waypointOfServiceEntry(mesh, entry),
    names: entry.hosts.map((host) => `${entry.namespace}/${host}`),
  }));
  return [...services, ...entries].filter(({ binding }) => isWaypoint(binding, key)).flatMap(({ names }) => names);
}

/** The waypoint has one of the host names, or one of the addresses, of a key. */
function isWaypoint(binding: WaypointBinding, key: Json): boolean {
  const address = binding.state === 'bound' ? waypointAddressOf(binding.gateway) : null;
  if (binding.state !== 'bound' || !address) return false;
  if (address.type === 'IPAddress') return texts(key['addresses']).includes(address.value);
  return binding.gateway.namespace === text(key['namespace']) && texts(key['hostnames']).includes(address.value);
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
    answer(one) {
      const mesh = meshOf(one);
      const bound = mesh.pods
        .all()
        .filter((pod) => isWaypoint(waypointOfPod(mesh, pod), object(one.question['waypointKey'])));
      return { uids: bound.map((pod) => `${mesh.state.cluster}//Pod/${pod.namespace}/${pod.name}`) };
    },
  },
  'ready-waypoint-count': {
    answer: (one) => ({ count: meshOf(one).state.gateways.filter((gateway) => gateway.addresses.length > 0).length }),
  },
  'ingress-use-waypoint': {
    answer(one) {
      const mesh = meshOf(one);
      const { object: service } = subjectOf(mesh, object(one.question['service']));
      return { labelPresent: hasIngressLabel(mesh, service), ingressUsesWaypoint: ingressUsesWaypoint(mesh, service) };
    },
  },
};
