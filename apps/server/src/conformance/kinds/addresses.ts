/** Sections 3 and 15: what istiod's address model says of one object, or of one address. */
import {
  canonicalAmong,
  describeEntry,
  fromPod,
  fromServiceEntry,
  fromSlice,
  fromWorkloadEntry,
  isCanonical,
  listWorkloads,
  lookUpKey,
  type Mesh,
  type PublishedService,
  publishedServices,
  publishedUnder,
  servicesOfEntry,
  servicesOfService,
  type Workload,
  winnersOf,
} from '@hopscope/core';
import { type Case, type Json, NotAnswered, object, objects, text } from '../case.ts';
import { meshOf } from '../state.ts';
import type { Kind } from './kind.ts';
import { subjectOf } from './subjects.ts';
import { sameWire, wireService, wireWaypointError, wireWorkload } from './wire-address.ts';

/** Every expected field is the same message. */
function sameFields(expected: Case['expected'], got: unknown): boolean {
  const answer = object(got);
  return Object.entries(expected).every(([key, value]) => sameWire(value, answer[key]));
}

/** The reference of a question, under whatever name it has there. */
function referenceIn(question: Json): Json {
  const named = Object.values(question).map(object);
  const found = [object(question['workload']), object(question['object']), ...named].find(
    (reference) => text(reference['kind']) !== '' || text(reference['name']) !== '',
  );
  if (!found) throw new NotAnswered('the question names no object');
  return found;
}

/** S3-S6: the workloads that come from one object. */
function workloadsFrom(mesh: Mesh, reference: Json): Workload[] {
  if (text(reference['kind']) === 'EndpointSlice') {
    const { namespace, name } = reference;
    const slices = mesh.shards.get(text(namespace))?.endpointSlices ?? [];
    return slices.filter((slice) => slice.name === name).flatMap((slice) => fromSlice(mesh, slice));
  }
  const subject = subjectOf(mesh, { kind: 'Pod', ...reference });
  const one = (workload: Workload | null): Workload[] => (workload ? [workload] : []);
  switch (subject.kind) {
    case 'Pod':
      return one(fromPod(mesh, subject.object));
    case 'WorkloadEntry':
      return one(fromWorkloadEntry(mesh, subject.object));
    case 'ServiceEntry':
      return fromServiceEntry(mesh, subject.object);
    default:
      throw new NotAnswered(`a ${subject.kind} is no workload`);
  }
}

function workloadFrom(mesh: Mesh, reference: Json): Workload | null {
  const endpoint = text(reference['endpoint']);
  const found = workloadsFrom(mesh, reference).filter(
    (workload) => endpoint === '' || workload.hostname === endpoint || workload.addresses.includes(endpoint),
  );
  return found[0] ?? null;
}

/** S1, S2: what an object amounts to before others of its host are looked at. */
function servicesFrom(mesh: Mesh, reference: Json): PublishedService[] {
  const subject = subjectOf(mesh, reference);
  if (subject.kind === 'Service') return servicesOfService(mesh, subject.object);
  if (subject.kind === 'ServiceEntry') return servicesOfEntry(mesh, subject.object);
  throw new NotAnswered(`a ${subject.kind} is no service`);
}

function byUid(mesh: Mesh, uid: string): Workload[] {
  return listWorkloads(mesh).filter((workload) => workload.uid === uid);
}

function workloadAsked(mesh: Mesh, question: Json): Workload {
  const uid = text(question['uid']);
  const found = uid === '' ? workloadFrom(mesh, referenceIn(question)) : byUid(mesh, uid)[0];
  if (!found) throw new NotAnswered('there is no such workload in the case');
  return found;
}

/** By object, by `namespace/host`, or by host alone. */
function serviceAsked(mesh: Mesh, question: Json): PublishedService {
  const reference = object(question['service']);
  const key = text(question['service']) || text(question['key']);
  const host = text(question['hostname']) || text(reference['hostname']);
  const namespace = text(question['namespace']) || text(reference['namespace']);
  const found = publishedServices(mesh).find(
    (service) =>
      `${service.namespace}/${service.host}` === key ||
      (host !== '' && service.host === host && (namespace === '' || service.namespace === namespace)) ||
      (key === '' && host === '' && service.namespace === namespace && service.name === text(reference['name'])),
  );
  if (!found) throw new NotAnswered('there is no such service in the case');
  return found;
}

/** What istiod's index gives for an address, a UID, a service or everything, in the order workloads, services. */
export function lookUp(mesh: Mesh, question: Json): ReturnType<typeof lookUpKey> {
  if (question['all'] === true) return { workloads: listWorkloads(mesh), services: publishedServices(mesh) };
  const uid = text(question['uid']);
  if (uid !== '') return lookUpKey(mesh, uid);
  const service = object(question['service']);
  const key = text(question['key']) || text(question['service']) || text(question['address']);
  if (key !== '') return lookUpKey(mesh, key);
  if (service['hostname'] !== undefined)
    return lookUpKey(mesh, `${text(service['namespace'])}/${text(service['hostname'])}`);
  const address = object(question['address']);
  if (text(address['ip']) !== '') return lookUpKey(mesh, `${text(address['network'])}/${text(address['ip'])}`);
  const workload = question['workload'] === undefined ? null : workloadFrom(mesh, object(question['workload']));
  return { workloads: workload ? [workload] : [], services: [] };
}

/** S2 over abstract objects: each stands for a service of the same host, with the visibility its annotation makes up. */
function selection(one: Case): Json {
  const mesh = meshOf(one);
  const host = text(one.question['hostname']);
  const hidden = new Set(
    objects(one.raw['objects'])
      .filter((item) => object(object(item['metadata'])['annotations'])['test-only/visibility'] === 'NAMESPACE')
      .map((item) => `${text(object(item['metadata'])['namespace'])}/${text(object(item['metadata'])['name'])}`),
  );
  const candidates = [
    ...mesh.services.all().flatMap((service) => servicesOfService(mesh, service)),
    ...mesh.state.serviceEntries.map((entry) => describeEntry(mesh, entry)),
  ].map(
    (service): PublishedService => ({
      ...service,
      host,
      visibility: hidden.has(`${service.namespace}/${service.name}`) ? 'namespace' : 'public',
    }),
  );
  const winners = winnersOf(candidates);
  return {
    winnersByNamespace: Object.fromEntries(winners.map((service) => [service.namespace, service.name])),
    canonical: canonicalAmong(winners)?.name ?? null,
  };
}

export const ADDRESSES: Readonly<Record<string, Kind>> = {
  'services-of-object': {
    answer(one) {
      const mesh = meshOf(one);
      const services = servicesFrom(mesh, referenceIn(one.question));
      const error = services[0] ? wireWaypointError(mesh, services[0]) : null;
      return {
        services: services.map((service) => wireService(mesh, service, service.source.kind === 'Service')),
        waypointError: error,
      };
    },
    matches: sameFields,
  },
  'workload-info': {
    answer(one) {
      const mesh = meshOf(one);
      const workload = workloadFrom(mesh, referenceIn(one.question));
      return { workload: workload && wireWorkload(mesh, workload) };
    },
    matches: sameFields,
  },
  'workloads-of-object': {
    answer(one) {
      const mesh = meshOf(one);
      const workloads = workloadsFrom(mesh, referenceIn(one.question));
      return { workloads: workloads.map((workload) => wireWorkload(mesh, workload)) };
    },
    matches: sameFields,
  },
  'address-info': {
    answer(one) {
      const mesh = meshOf(one);
      const { workloads, services } = lookUp(mesh, one.question);
      return {
        addresses: [
          ...services.map((service) => ({ service: wireService(mesh, service) })),
          ...workloads.map((workload) => ({ workload: wireWorkload(mesh, workload) })),
        ],
      };
    },
    matches: sameFields,
  },
  'workload-field': {
    answer(one) {
      const mesh = meshOf(one);
      return wireWorkload(mesh, workloadAsked(mesh, one.question));
    },
    matches: sameFields,
  },
  'service-field': {
    answer(one) {
      const mesh = meshOf(one);
      return wireService(mesh, serviceAsked(mesh, one.question));
    },
    matches: sameFields,
  },
  'canonical-service': {
    answer(one) {
      const mesh = meshOf(one);
      const found = publishedUnder(mesh, text(one.question['hostname'])).find((service) => isCanonical(mesh, service));
      return { name: found?.name ?? null, namespace: found?.namespace ?? null };
    },
  },
  'canonical-service-selection': { answer: selection },
  'workload-application-tunnel': {
    answer(one) {
      const workload = workloadAsked(meshOf(one), one.question);
      return { applicationTunnel: workload.applicationTunnel, ...workload.applicationTunnel };
    },
    matches: sameFields,
  },
};
