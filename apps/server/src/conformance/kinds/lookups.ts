/** Section 3: what istiod's index answers for an address, and what it holds at all. */
import { listWorkloads } from '@hopscope/core';
import { type Case, text, texts } from '../case.ts';
import { meshOf } from '../state.ts';
import { lookUp } from './addresses.ts';
import type { Kind } from './kind.ts';

const found = (one: Case) => lookUp(meshOf(one), one.question);

/** A set: a ServiceEntry's service and its endpoints have one name. */
const namesOf = (items: readonly { name: string }[]): string[] => [...new Set(items.map((item) => item.name))];

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
