/** Look-ups of pods. What one namespace holds is indexed once and kept with its shard. */
import type { Pod } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { groupBy, type Lookup, perSlice } from './look-up.ts';
import type { Memory } from './memory.ts';
import { indexAddresses } from './pod-addresses.ts';
import { noteRead } from './reads.ts';
import { isSameList, type Shard } from './shards.ts';

export interface PodIndex {
  /** by `namespace/name` */
  readonly byName: Lookup<Pod>;
  readonly byUid: Lookup<Pod>;
  /** pods that ztunnel finds by address: not host-network, not finished (S3) */
  readonly byIp: Lookup<Pod>;
  /** host-network pods by the address of their node */
  readonly byHostIp: Lookup<Pod>;
  readonly byNamespace: Lookup<readonly Pod[]>;
  /** every pod of the mesh by node: who looks at one node looks at all */
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
  /** by `namespace/Kind/name` of the workload */
  readonly byWorkload: Lookup<readonly Pod[]>;
  /** the workloads of a namespace with their pods, by `namespace/Kind/name` */
  workloadsIn(namespace: string): ReadonlyMap<string, readonly Pod[]>;
  /** by `namespace/name` of the workload, of whatever kind */
  readonly byWorkloadName: Lookup<readonly Pod[]>;
  readonly ztunnels: OnNodes;
  readonly cniAgents: OnNodes;
  readonly istiods: readonly Pod[];
  /** pods of waypoints and gateways by `namespace/gateway` */
  readonly byGateway: Lookup<readonly Pod[]>;
  /** every pod of the mesh: for what must look at all of them */
  all(): readonly Pod[];
}

/** Istio's own pods by the node they serve. */
export interface OnNodes extends Lookup<readonly Pod[]> {
  readonly nodes: readonly string[];
  all(): readonly Pod[];
}

/** The Gateway a pod belongs to, by the label of today or of before 1.24 (W7); '' when it is none. */
export function gatewayOfPod(pod: Pod): string {
  return gatewayNameIn(pod.labels);
}

/** The same for the labels of any workload. */
export function gatewayNameIn(labels: Labels): string {
  return labels['gateway.networking.k8s.io/gateway-name'] ?? labels['istio.io/gateway-name'] ?? '';
}

/** Z1: by its label, in whatever namespace. */
export const isZtunnelPod = (pod: Pod): boolean => pod.labels['app'] === 'ztunnel';

/** istio-cni's agent, which may run in another namespace than istiod. */
export const isCniAgentPod = (pod: Pod): boolean => pod.labels['k8s-app'] === 'istio-cni-node';

/** Of any revision. */
export const isIstiodPod = (pod: Pod): boolean => pod.labels['app'] === 'istiod' || pod.labels['istio'] === 'pilot';

const NONE: readonly Pod[] = [];

/** What one namespace's pods give. */
const local = perSlice((pods: readonly Pod[]) => ({
  byName: new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod])),
  byWorkload: groupBy(pods, (pod) => `${pod.namespace}/${pod.workload.kind}/${pod.workload.name}`),
  byWorkloadName: groupBy(pods, (pod) => `${pod.namespace}/${pod.workload.name}`),
  byGateway: groupBy(
    pods.filter((pod) => gatewayOfPod(pod) !== ''),
    (pod) => `${pod.namespace}/${gatewayOfPod(pod)}`,
  ),
  ztunnels: pods.filter(isZtunnelPod),
  agents: pods.filter(isCniAgentPod),
  istiods: pods.filter(isIstiodPod),
}));

/** Indexes the pods of all shards. `shardOf` notes that the shard is read. */
export function indexPods(
  shards: ReadonlyMap<string, Shard>,
  shardOf: (namespace: string) => Shard | undefined,
  memory: Memory,
): PodIndex {
  const lists = [...shards.values()].map(({ pods }) => pods);
  const everywhere = memory.keep('pods', lists, isSameList);
  const keyed = <V>(pick: (of: ReturnType<typeof local>) => ReadonlyMap<string, V>): Lookup<V> => {
    const get = (key: string): V | undefined => {
      const shard = shardOf(key.slice(0, key.indexOf('/')));
      return shard && pick(local(shard.pods)).get(key);
    };
    return { get, has: (key) => get(key) !== undefined };
  };
  const all = (): readonly Pod[] => {
    noteRead(everywhere);
    return flat(everywhere);
  };
  const anywhere = <V>(index: (pods: readonly (readonly Pod[])[]) => ReadonlyMap<string, V>): Lookup<V> => ({
    get: (key) => {
      noteRead(everywhere);
      return index(everywhere).get(key);
    },
    has: (key) => {
      noteRead(everywhere);
      return index(everywhere).has(key);
    },
  });
  const components = (pick: (of: ReturnType<typeof local>) => readonly Pod[]): Pod[] =>
    lists.flatMap((pods) => pick(local(pods)));
  const istiods = memory.keep(
    'istiods',
    components((of) => of.istiods),
    isSameList,
  );
  const byName = keyed((of) => of.byName);
  return {
    byName,
    byWorkload: keyed((of) => of.byWorkload),
    workloadsIn: (namespace) => local(shardOf(namespace)?.pods ?? NONE).byWorkload,
    byWorkloadName: keyed((of) => of.byWorkloadName),
    byGateway: keyed((of) => of.byGateway),
    byNamespace: {
      get: (namespace) => shardOf(namespace)?.pods,
      has: (namespace) => (shardOf(namespace)?.pods.length ?? 0) > 0,
    },
    byUid: anywhere(byUid),
    ...indexAddresses(shards, byName, memory),
    get byNode() {
      noteRead(everywhere);
      return byNode(everywhere);
    },
    ztunnels: indexOnNodes(
      memory,
      'ztunnel',
      components((of) => of.ztunnels),
    ),
    cniAgents: indexOnNodes(
      memory,
      'istio-cni',
      components((of) => of.agents),
    ),
    get istiods() {
      noteRead(istiods);
      return istiods;
    },
    all,
  };
}

const flat = perSlice((lists: readonly (readonly Pod[])[]): readonly Pod[] => lists.flat());
const byUid = perSlice(
  (lists: readonly (readonly Pod[])[]) => new Map(flat(lists).map((pod) => [pod.uid, pod] as const)),
);
const byNode = perSlice((lists: readonly (readonly Pod[])[]) => groupBy(flat(lists), (pod) => pod.node));
/** Each node is a part of its own, as what runs elsewhere does not concern it. */
function indexOnNodes(memory: Memory, what: string, pods: readonly Pod[]): OnNodes {
  const groups = new Map<string, readonly Pod[]>();
  for (const [node, group] of groupBy(pods, (pod) => pod.node))
    groups.set(node, memory.keep(`${what} on ${node}`, group, isSameList));
  const nodes = memory.keep(`nodes with ${what}`, [...groups.keys()], isSameList);
  const list = memory.keep(`every ${what}`, pods, isSameList);
  const get = (node: string): readonly Pod[] | undefined => {
    const group = groups.get(node);
    noteRead(group ?? nodes);
    return group;
  };
  return {
    get,
    has: (node) => get(node) !== undefined,
    get nodes() {
      noteRead(nodes);
      return nodes;
    },
    all: () => {
      noteRead(list);
      return list;
    },
  };
}
