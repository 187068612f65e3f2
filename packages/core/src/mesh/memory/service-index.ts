/** Look-ups of Services and of what Kubernetes keeps for them. */
import type { Controller, EndpointSlice, KubernetesEvent, Service } from '../../state/kubernetes.ts';
import { groupBy, type Lookup, perSlice } from './look-up.ts';
import type { Memory } from './memory.ts';
import { noteRead } from './reads.ts';
import { isSameList, type Shard } from './shards.ts';

export interface ServiceIndex {
  /** by `namespace/name` */
  readonly byName: Lookup<Service>;
  /** the same for who has both apart: no key is put together */
  named(namespace: string, name: string): Service | undefined;
  readonly byNamespace: Lookup<readonly Service[]>;
  readonly byVip: Lookup<Service>;
  /** addresses that look like the Service's but are none in the mesh: load balancer, externalIPs (S1, W14) */
  readonly byOutsideAddress: Lookup<Service>;
  all(): readonly Service[];
}

/** Deployments, StatefulSets, DaemonSets and ReplicaSets. */
export interface ControllerIndex {
  /** by `namespace/Kind/name` */
  readonly byName: Lookup<Controller>;
  readonly byNamespace: Lookup<readonly Controller[]>;
  /** those of istiod, wherever it runs */
  readonly istiods: readonly Controller[];
  all(): readonly Controller[];
}

export interface EventIndex {
  readonly byNamespace: Lookup<readonly KubernetesEvent[]>;
  all(): readonly KubernetesEvent[];
}

type ShardOf = (namespace: string) => Shard | undefined;

const servicesByName = perSlice((list: readonly Service[]) => new Map(list.map((item) => [item.name, item] as const)));
const slicesByService = perSlice((list: readonly EndpointSlice[]) =>
  groupBy(list, (slice): string => `${slice.namespace}/${slice.service}`),
);
const controllersByName = perSlice(
  (list: readonly Controller[]) =>
    new Map<string, Controller>(list.map((item) => [`${item.namespace}/${item.kind}/${item.name}`, item])),
);

const istiodsIn = perSlice((list: readonly Controller[]) =>
  list.filter(
    (item) =>
      (item.template['app'] ?? item.labels['app']) === 'istiod' ||
      item.labels['app'] === 'istiod' ||
      item.name === 'istiod',
  ),
);

const namespaceOf = (key: string): string => key.slice(0, key.indexOf('/'));

/** Services by name, namespace and address. */
export function indexServices(shards: ReadonlyMap<string, Shard>, shardOf: ShardOf, memory: Memory): ServiceIndex {
  const everywhere = memory.keep(
    'services',
    [...shards.values()].map(({ services }) => services),
    isSameList,
  );
  const anywhere = (which: 'vips' | 'outside'): Lookup<Service> => {
    const get = (address: string): Service | undefined => {
      noteRead(everywhere);
      return byAddress(everywhere)[which].get(address);
    };
    return { get, has: (address) => get(address) !== undefined };
  };
  const named = (namespace: string, name: string): Service | undefined => {
    const shard = shardOf(namespace);
    return shard && servicesByName(shard.services).get(name);
  };
  return {
    byName: lookUp((key) => (key.includes('/') ? named(namespaceOf(key), key.slice(key.indexOf('/') + 1)) : undefined)),
    named,
    byNamespace: lookUp((namespace) => shardOf(namespace)?.services),
    byVip: anywhere('vips'),
    byOutsideAddress: anywhere('outside'),
    all: () => {
      noteRead(everywhere);
      return flat(everywhere) as readonly Service[];
    },
  };
}

const byAddress = perSlice((lists: readonly (readonly Service[])[]) => {
  const vips = new Map<string, Service>();
  const outside = new Map<string, Service>();
  for (const service of lists.flat()) {
    for (const ip of service.clusterIPs) vips.set(ip, service);
    for (const address of [...service.externalIPs, ...service.loadBalancer]) outside.set(address, service);
  }
  return { vips, outside };
});

/** EndpointSlices by `namespace/service`. */
export function indexSlices(shardOf: ShardOf): Lookup<readonly EndpointSlice[]> {
  return lookUp((key) => {
    const shard = shardOf(namespaceOf(key));
    return shard && slicesByService(shard.endpointSlices).get(key);
  });
}

export function indexControllers(
  shards: ReadonlyMap<string, Shard>,
  shardOf: ShardOf,
  memory: Memory,
): ControllerIndex {
  const found = [...shards.values()].flatMap(({ controllers }) => istiodsIn(controllers));
  const istiods = memory.keep('controllers of istiod', found, isSameList);
  return {
    get istiods() {
      noteRead(istiods);
      return istiods;
    },
    byName: lookUp((key) => {
      const shard = shardOf(namespaceOf(key));
      return shard && controllersByName(shard.controllers).get(key);
    }),
    byNamespace: lookUp((namespace) => shardOf(namespace)?.controllers),
    all: allOf(memory, 'controllers', shards, ({ controllers }) => controllers),
  };
}

export function indexEvents(shards: ReadonlyMap<string, Shard>, shardOf: ShardOf, memory: Memory): EventIndex {
  return {
    byNamespace: lookUp((namespace) => shardOf(namespace)?.events),
    all: allOf(memory, 'events', shards, ({ events }) => events),
  };
}

const flat = perSlice((lists: readonly (readonly unknown[])[]): readonly unknown[] => lists.flat());

function allOf<T>(
  memory: Memory,
  name: string,
  shards: ReadonlyMap<string, Shard>,
  pick: (shard: Shard) => readonly T[],
): () => readonly T[] {
  const everywhere = memory.keep(name, [...shards.values()].map(pick), isSameList);
  return () => {
    noteRead(everywhere);
    return flat(everywhere) as readonly T[];
  };
}

function lookUp<V>(get: (key: string) => V | undefined): Lookup<V> {
  return { get, has: (key) => get(key) !== undefined };
}
