/** A generated mesh as people have it: namespaces call one another, and some of it is broken. */
import type { MeshState } from '@hopscope/core';
import { generateMesh } from '../engine/generate-mesh.ts';

/** What stops working: every so many services, their pods do not become ready; one node loses its ztunnel. */
const SERVICES_PER_FAILURE = 250;
const NODE_WITHOUT_ZTUNNEL = 'node-2';
const BROKEN_SINCE = '2026-11-18T00:00:00Z';
/** Every third call into a namespace whose policies let anybody in goes to another block of the generated mesh. */
const OPEN_CALL = /\bns(\d+)-(b|d)\b/;

/** The state of a mesh with that many services and 2.5 links each, the same every time. */
export function buildSickMesh(services: number): MeshState {
  const nodes = Math.max(4, Math.round(services / 20));
  const state = withCallsBetweenBlocks(generateMesh({ services, nodes, podsPerService: 5, linksPerService: 2.5 }));
  const names = state.services.map(({ namespace, name }) => `${namespace}/${name}`).filter((id) => id.startsWith('ns'));
  const broken = names.filter((_, index) => index % SERVICES_PER_FAILURE === 45);
  return broken.reduce((before, id) => withServiceTurned(before, id, false), withoutZtunnel(state));
}

/** The service that `flip` turns: it works in the mesh as built. */
export const FLIPPED = 'ns0-b/svc-30';

/** The state after all pods of a service have become ready, or have stopped being so. */
export function withServiceTurned(state: MeshState, service: string, ready: boolean): MeshState {
  const [namespace, name] = service.split('/') as [string, string];
  const isOwn = (one: { namespace: string }, workload: string): boolean =>
    one.namespace === namespace && workload === name;
  return {
    ...state,
    pods: state.pods.map((pod) => (isOwn(pod, pod.workload?.name ?? '') ? turned(pod, ready) : pod)),
    endpointSlices: state.endpointSlices.map((slice) =>
      isOwn(slice, slice.service)
        ? { ...slice, endpoints: slice.endpoints.map((endpoint) => ({ ...endpoint, ready, serving: ready })) }
        : slice,
    ),
  };
}

type Pod = MeshState['pods'][number];

function turned(pod: Pod, ready: boolean): Pod {
  return {
    ...pod,
    ready,
    conditions: pod.conditions.map((one) =>
      one.type === 'Ready' || one.type === 'ContainersReady'
        ? { ...one, status: ready ? 'True' : 'False', since: BROKEN_SINCE }
        : one,
    ),
    containers: pod.containers.map((container) => ({ ...container, ready })),
  };
}

function withoutZtunnel(state: MeshState): MeshState {
  const isGone = (pod: Pod): boolean => pod.node === NODE_WITHOUT_ZTUNNEL && pod.labels['app'] === 'ztunnel';
  return { ...state, pods: state.pods.map((pod) => (isGone(pod) ? turned(pod, false) : pod)) };
}

function withCallsBetweenBlocks(state: MeshState): MeshState {
  const blocks = new Set(state.namespaces.map(({ name }) => /^ns(\d+)-/.exec(name)?.[1]).filter(Boolean)).size;
  let turn = 0;
  const moved = new Map<string, string[]>();
  const pods = state.pods.map((pod) => {
    if (pod.declaredHosts.length === 0) return pod;
    const key = `${pod.namespace}/${pod.workload?.name}`;
    const known =
      moved.get(key) ?? pod.declaredHosts.map((host) => (++turn % 3 === 0 ? callElsewhere(host, blocks, turn) : host));
    moved.set(key, known);
    return { ...pod, declaredHosts: known };
  });
  return { ...state, pods };
}

/** Low blocks are called far more often than high ones, as shared services are. */
function callElsewhere(host: string, blocks: number, turn: number): string {
  const share = ((turn * 2654435761) % 1000) / 1000;
  return host.replace(OPEN_CALL, (_all, _own, letter: string) => `ns${Math.floor(blocks * share ** 3)}-${letter}`);
}
