/** Section 3: what istiod's index answers for an address, and what it holds at all. */
import { listWorkloads, type Mesh, type PublishedService, publishedServices, type Workload } from '@hopscope/core';
import { type Case, type Json, NotAnswered, object, text, texts } from '../case.ts';
import { meshOf } from '../state.ts';
import type { Kind } from './kind.ts';

interface Found {
  workloads: readonly Workload[];
  services: readonly PublishedService[];
}

/** Everything, or what has an address; behind the address of a service are its workloads too. */
function lookUp(mesh: Mesh, question: Json): Found {
  const workloads = listWorkloads(mesh);
  const services = publishedServices(mesh);
  if (question['all'] === true) return { workloads, services };
  const address = object(question['address']);
  const ip = text(address['ip']);
  if (ip === '') return { workloads: [], services: [] };
  const network = text(address['network']);
  const own = workloads.filter(
    (workload) => !workload.hostNetwork && workload.network === network && workload.addresses.includes(ip),
  );
  const addressed = network === mesh.state.network ? services.filter((service) => service.vips.includes(ip)) : [];
  const behind = workloads.filter((workload) => workload.services.some((service) => addressed.includes(service)));
  return { workloads: [...new Set([...own, ...behind])], services: addressed };
}

const found = (one: Case): Found => lookUp(meshOf(one), one.question);

/** A set: a ServiceEntry's service and its endpoints have one name. */
const namesOf = (items: readonly { name: string }[]): string[] => [...new Set(items.map((item) => item.name))];

function workloadByUid(mesh: Mesh, uid: string): Workload {
  const workload = listWorkloads(mesh).find((item) => item.uid === uid);
  if (!workload) throw new NotAnswered(`there is no workload ${uid} in the case`);
  return workload;
}

export const LOOKUPS: Readonly<Record<string, Kind>> = {
  lookup: {
    answer(one) {
      const { workloads, services } = found(one);
      return { names: namesOf([...services, ...workloads]) };
    },
  },
  'lookup-count': {
    answer(one) {
      const { workloads, services } = found(one);
      return { count: workloads.length + services.length };
    },
  },
  'workloads-with-status': {
    answer(one) {
      const healthy = text(one.question['status']) === 'HEALTHY';
      return { names: namesOf(found(one).workloads.filter((item) => item.healthy === healthy)) };
    },
  },
  'workload-field': {
    answer(one) {
      const {
        services: _services,
        binding: _binding,
        pod: _pod,
        ...fields
      } = workloadByUid(meshOf(one), text(one.question['uid']));
      return { ...fields, status: fields.healthy ? 'HEALTHY' : 'UNHEALTHY' };
    },
  },
  'network-of-everything': {
    answer(one) {
      const mesh = meshOf(one);
      const named = texts(one.question['workloads']);
      const networks = listWorkloads(mesh)
        .filter((item) => named.includes(`${item.namespace}/${item.name}`))
        .map((item) => item.network);
      const all = new Set([...networks, mesh.state.network]);
      return { network: all.size === 1 ? [...all][0] : [...all] };
    },
  },
};
