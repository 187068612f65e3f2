/** A mesh of any size for measurements: the same block again and again, on as many nodes as asked; the same every time. */
import type { MeshState } from '@hopscope/core';
import { type BlockSize, buildBlock, SERVICES_IN_BLOCK } from './block.ts';

export interface MeshSize extends BlockSize {
  services: number;
  nodes: number;
}

type Pod = MeshState['pods'][number];
type Dump = MeshState['ztunnelDumps'][number];

/** Slices of which every block brings its own objects. */
const STAMPED = [
  'pods',
  'services',
  'endpointSlices',
  'controllers',
  'gateways',
  'authorizationPolicies',
  'peerAuthentications',
  'networkPolicies',
] as const;
type Stamped = Pick<MeshState, (typeof STAMPED)[number] | 'namespaces'> & { proxies: Proxies; told: Told };
/** What every ztunnel is told of the mesh. */
type Told = Pick<Dump, 'workloads' | 'services' | 'policies'>;
type Proxies = MeshState['syncStatus'][number]['proxies'];

/** Builds the state. */
export function generateMesh(size: MeshSize): MeshState {
  const block = buildBlock(size);
  const text = JSON.stringify(stampOf(block));
  const count = Math.max(1, Math.round(size.services / SERVICES_IN_BLOCK));
  const copies = Array.from({ length: count }, (_, i) => stamp(text, i, size.nodes));
  const all = <K extends (typeof STAMPED)[number]>(slice: K): MeshState[K] =>
    [
      ...(block[slice] as { namespace: string }[]).filter((item) => isSystem(item.namespace)),
      ...copies.flatMap((copy) => copy[slice] as never[]),
    ] as never;
  const state: MeshState = {
    ...block,
    ...Object.fromEntries(STAMPED.map((slice) => [slice, all(slice)])),
    namespaces: [
      ...block.namespaces.filter((item) => isSystem(item.name)),
      ...copies.flatMap((copy) => copy.namespaces),
    ],
    syncStatus: block.syncStatus.map((status, i) => ({
      ...status,
      proxies: [
        ...status.proxies.filter(({ proxy }) => isSystem(proxy)),
        ...(i === 0 ? copies.flatMap((copy) => copy.proxies) : []),
      ],
    })),
  };
  const told = [toldIn(block, isSystem), ...copies.map((copy) => copy.told)];
  return withNodes(state, size.nodes, block, {
    workloads: told.flatMap(({ workloads }) => workloads),
    services: told.flatMap(({ services }) => services),
    policies: told.flatMap(({ policies }) => policies),
  });
}

const isSystem = (name: string): boolean => !name.startsWith('ns0-');

function stampOf(block: MeshState): Stamped {
  const own = <T extends { namespace: string }>(list: T[]): T[] => list.filter((item) => !isSystem(item.namespace));
  return {
    ...(Object.fromEntries(STAMPED.map((slice) => [slice, own(block[slice] as never[])])) as unknown as Stamped),
    namespaces: block.namespaces.filter((item) => !isSystem(item.name)),
    proxies: block.syncStatus.flatMap((status) => status.proxies).filter(({ proxy }) => !isSystem(proxy)),
    told: toldIn(block, (namespace) => !isSystem(namespace)),
  };
}

function toldIn(block: MeshState, isWanted: (namespace: string) => boolean): Told {
  const of = <T extends { namespace: string }>(list: T[]): T[] => list.filter(({ namespace }) => isWanted(namespace));
  const [dump] = block.ztunnelDumps;
  return { workloads: of(dump!.workloads), services: of(dump!.services), policies: of(dump!.policies) };
}

/** One copy under names, addresses and ids of its own; its pods go round the nodes. */
function stamp(text: string, index: number, nodes: number): Stamped {
  let turn = index;
  const renamed = text
    .replaceAll('ns0-', `ns${index}-`)
    .replaceAll('"uid":"', `"uid":"${index}-`)
    .replace(/\b10\.(244|96)\.(\d+\.\d+)\b/g, (_all, net: string, rest: string) =>
      [net === '244' ? 11 + Math.floor(index / 250) : 21 + Math.floor(index / 250), index % 250, rest].join('.'),
    );
  const copy = JSON.parse(renamed) as Stamped;
  const nodeOf = new Map<string, string>();
  copy.pods = copy.pods.map((pod) => {
    const node = `node-${(turn++ % nodes) + 1}`;
    nodeOf.set(pod.name, node);
    return { ...pod, labels: shared(pod.labels), node };
  });
  for (const workload of copy.told.workloads) workload.node = nodeOf.get(workload.name) ?? workload.node;
  for (const slice of copy.endpointSlices)
    for (const endpoint of slice.endpoints) endpoint.node = nodeOf.get(endpoint.pod) ?? endpoint.node;
  return copy;
}

/** As the reader does, one object for all equal sets of labels. */
function shared(labels: Pod['labels']): Pod['labels'] {
  const text = JSON.stringify(labels);
  const known = labelSets.get(text) ?? labels;
  labelSets.set(text, known);
  return known;
}

const labelSets = new Map<string, Pod['labels']>();

/** As many nodes as asked, each with a ztunnel that has answered for its own pods, and an istio-cni. */
function withNodes(state: MeshState, count: number, block: MeshState, told: Told): MeshState {
  const names = Array.from({ length: count }, (_, i) => `node-${i + 1}`);
  const perNode = state.pods.filter((pod) => pod.namespace === 'istio-system' && pod.owner?.kind === 'DaemonSet');
  const agents = names.flatMap((node, i) => perNode.map((pod) => agentOn(pod, node, i)));
  const local = groupByNode(state.pods);
  const ztunnels = agents.filter((pod) => pod.labels['app'] === 'ztunnel');
  return {
    ...state,
    nodes: names.map((name, i) => ({
      ...block.nodes[0]!,
      name,
      uid: name,
      labels: {
        ...block.nodes[0]!.labels,
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/zone': `zone-${'abc'[i % 3]}`,
      },
      addresses: [`10.10.${Math.floor(i / 250)}.${(i % 250) + 1}`, name],
    })),
    pods: [...state.pods.filter((pod) => !perNode.includes(pod)), ...agents],
    controllers: state.controllers.map((item) =>
      item.kind === 'DaemonSet' ? { ...item, desired: count, current: count, ready: count, updated: count } : item,
    ),
    // One in full, and of the others what is their own, as they are kept of a mesh of this size.
    // Assigned, not spread: as those that are read they share a shape.
    ztunnelDumps: ztunnels.map((pod, i) =>
      Object.assign(
        dumpOf(block.ztunnelDumps[0]!, pod, local.get(pod.node) ?? []),
        i === 0 ? told : { ownOnly: true as const },
      ),
    ),
    ztunnelReadiness: ztunnels.map((pod) => ({ ...block.ztunnelReadiness[0]!, pod: `${pod.namespace}/${pod.name}` })),
    syncStatus: state.syncStatus.map((status, i) => ({
      ...status,
      proxies: [
        ...status.proxies.filter(({ type }) => type !== 'ztunnel'),
        ...(i === 0 ? ztunnels.map((pod) => syncedZtunnel(pod, state.takenAt)) : []),
      ],
    })),
    sources: [
      ...state.sources.filter(({ scope }) => !scope?.includes('/ztunnel-')),
      ...state.sources
        .filter(({ scope }) => scope?.includes('/ztunnel-'))
        .flatMap((status) => ztunnels.map((pod) => ({ ...status, scope: `${pod.namespace}/${pod.name}` }))),
    ],
  };
}

function agentOn(pod: Pod, node: string, index: number): Pod {
  const name = `${pod.owner?.name}-${index}`;
  return {
    ...pod,
    name,
    uid: name,
    node,
    ips: [`31.${pod.labels['app'] === 'ztunnel' ? 1 : 2}.${Math.floor(index / 250)}.${index % 250}`],
  };
}

const syncedZtunnel = (pod: Pod, at: string): Proxies[number] => ({
  proxy: `${pod.namespace}/${pod.name}`,
  type: 'ztunnel',
  pending: [],
  errors: [],
  lastSentAt: at,
  pendingSince: null,
});

/** What is node-specific in a ztunnel's answer: its certificates and its pods (Z5). */
function dumpOf(pattern: Dump, ztunnel: Pod, local: readonly Pod[]): Dump {
  const served = local.filter((pod) => pod.annotations['ambient.istio.io/redirection'] === 'enabled');
  const accounts = new Set(served.map((pod) => `spiffe://cluster.local/ns/${pod.namespace}/sa/${pod.serviceAccount}`));
  return {
    ...pattern,
    pod: `${ztunnel.namespace}/${ztunnel.name}`,
    services: [],
    policies: [],
    workloads: served.map((pod) => ({
      ...pattern.workloads[0]!,
      uid: `Kubernetes//Pod/${pod.namespace}/${pod.name}`,
      name: pod.name,
      namespace: pod.namespace,
      ips: [...pod.ips],
      protocol: 'HBONE',
      serviceAccount: pod.serviceAccount,
      node: pod.node,
      workloadName: pod.workload.name,
    })),
    certificates: [...accounts].map((identity) => ({ ...pattern.certificates[0]!, identity })),
    proxies: served.map((pod) => ({
      podUid: pod.uid,
      state: 'Up',
      name: pod.name,
      namespace: pod.namespace,
      serviceAccount: pod.serviceAccount,
      connections: [],
    })),
  };
}

function groupByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const group = groups.get(pod.node);
    if (group) group.push(pod);
    else groups.set(pod.node, [pod]);
  }
  return groups;
}
