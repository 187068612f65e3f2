/** Who may call and what may be called, for the pickers. The shapes are those of the server's /services and /workloads. */
import type { MeshState } from '@hopscope/core';

export interface ServiceEnd {
  /** external: a host of a ServiceEntry */
  readonly kind: 'service' | 'external';
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly { readonly port: number; readonly protocol: string; readonly to: string }[];
}

export interface WorkloadEnd {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly pods: number;
  readonly readyPods: number;
  readonly from: string;
}

export interface Ends {
  readonly services: readonly ServiceEnd[];
  readonly workloads: readonly WorkloadEnd[];
}

/** One pod of a workload, by its name and its place. */
export interface PodEnd {
  readonly name: string;
  readonly node: string;
  readonly ready: boolean;
  readonly from: string;
}

/** The ends of a state that the browser holds itself. */
export function endsOfState(state: MeshState): Ends {
  return { services: [...servicesOf(state), ...hostsOf(state)], workloads: workloadsOf(state) };
}

function servicesOf(state: MeshState): ServiceEnd[] {
  return state.services.map(({ namespace, name, ports }) => ({
    kind: 'service',
    namespace,
    name,
    ports: ports.map(({ port, protocol, appProtocol }) => ({
      port,
      protocol: appProtocol || protocol,
      to: `${namespace}/${name}:${port}`,
    })),
  }));
}

function hostsOf(state: MeshState): ServiceEnd[] {
  return state.serviceEntries.flatMap(({ namespace, hosts, ports }) =>
    hosts
      .filter((host) => !host.includes('*'))
      .map((host) => ({
        kind: 'external' as const,
        namespace,
        name: host,
        ports: ports.map(({ number, protocol }) => ({ port: number, protocol, to: `host:${host}:${number}` })),
      })),
  );
}

function workloadsOf(state: MeshState): WorkloadEnd[] {
  const found = new Map<string, WorkloadEnd>();
  for (const pod of livingPods(state)) {
    const { kind, name } = pod.workload;
    const key = `${kind} ${pod.namespace}/${name}`;
    const before = found.get(key);
    found.set(key, {
      kind,
      namespace: pod.namespace,
      name,
      pods: (before?.pods ?? 0) + 1,
      readyPods: (before?.readyPods ?? 0) + (pod.ready ? 1 : 0),
      from: `${pod.namespace}/${name}`,
    });
  }
  for (const { kind, namespace, name, owner } of state.controllers) {
    const key = `${kind} ${namespace}/${name}`;
    if (owner === null && !found.has(key)) {
      found.set(key, { kind, namespace, name, pods: 0, readyPods: 0, from: `${namespace}/${name}` });
    }
  }
  return [...found.values()];
}

/** The living pods of one workload of a state that the browser holds itself. */
export function podsOfState(state: MeshState, namespace: string, name: string): PodEnd[] {
  return livingPods(state)
    .filter((pod) => pod.namespace === namespace && pod.workload.name === name)
    .map((pod) => ({ name: pod.name, node: pod.node, ready: pod.ready, from: `pod:${namespace}/${pod.name}` }));
}

function livingPods(state: MeshState): MeshState['pods'] {
  return state.pods.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
}
