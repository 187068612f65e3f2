/** The graph of a mesh: Services and what else calls as nodes, who calls whom as links. */

import { ingressGateways } from '../mesh/gateway/gateway.ts';
import { concat, perSlice } from '../mesh/memory/look-up.ts';
import { isSameList } from '../mesh/memory/shards.ts';
import { type Mesh, onlyOfMesh, perMesh } from '../mesh/mesh.ts';
import { podsOfService } from '../mesh/service/selection.ts';
import { podsOfGateway, waypointOfService } from '../mesh/waypoint/waypoint.ts';
import { formatFrom, formatTo } from '../state/path-query.ts';
import { nameOf, ref } from '../state/refs.ts';
import { callerNodesIn, isShown, nodeOver } from './callers.ts';
import { gatewayLinks, type LinksOfNamespace, linksIn } from './links.ts';
import type { MeshGraph, MeshLink, MeshNode } from './mesh-graph.ts';

/** Builds the graph. Deterministic: sorted by id. What concerns one namespace is built once and kept with it. */
export function buildGraph(mesh: Mesh): MeshGraph {
  return { nodes: nodesOf(mesh), links: allLinks(linkLists(mesh)) };
}

/** The links of the graph, list by list in their order; a list in which nothing changed is the former one. */
export const linkLists = onlyOfMesh((mesh: Mesh): readonly (readonly MeshLink[])[] => {
  const parts = [...mesh.shards.keys()].map((namespace) => ({ namespace, ...linksIn(mesh, namespace) }));
  const kept = (name: string, links: readonly MeshLink[]) => mesh.memory.keep(name, links, areSameLinks);
  const lists = [
    kept('links of gateways', gatewayLinks(mesh)),
    ...parts.map(({ namespace, ofServices }) => kept(`links of Services in ${namespace}`, ofServices)),
    ...parts.map(({ namespace, ofWorkloads }) => kept(`links of workloads in ${namespace}`, ofWorkloads)),
  ];
  return mesh.memory.keep('links', lists, isSameList);
});

const allLinks = perSlice((lists: readonly (readonly MeshLink[])[]): MeshLink[] => concat(lists));

const areSameLinks = (a: readonly MeshLink[], b: readonly MeshLink[]): boolean =>
  a === b || (a.length === b.length && a.every((link, i) => isSameLink(link, b[i]!)));

/** The id says the ends; what is asked may still be another address or kind of caller. */
const isSameLink = (a: MeshLink, b: MeshLink): boolean =>
  a === b ||
  (a.id === b.id &&
    formatFrom(a.query.from) === formatFrom(b.query.from) &&
    formatTo(a.query.to) === formatTo(b.query.to) &&
    a.basis.length === b.basis.length &&
    a.basis.every((basis, i) => basis === b.basis[i]));

/** Ids begin with the kind, and shards are in the order of ids: externals, gateways, services, workloads. */
function nodesOf(mesh: Mesh): MeshNode[] {
  const parts = [...mesh.shards.keys()].map((namespace) => linksIn(mesh, namespace));
  const externals = new Map(parts.flatMap((part) => part.externals.map((node) => [node.id, node] as const)));
  const services = [...mesh.shards.keys()].map((namespace) => serviceNodesIn(mesh, namespace));
  const names = [...mesh.shards.keys()];
  const workloads = parts.map((part, i) => calling(part, callerNodesIn(mesh, names[i]!).workloads));
  return concat([[...externals.values()].sort(byId), gatewayNodes(mesh), ...services, ...workloads]);
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

/** A workload without a Service is shown where it calls somebody. */
function calling(part: LinksOfNamespace, workloads: readonly MeshNode[]): readonly MeshNode[] {
  if (workloads.length === 0) return workloads;
  const callers = callersOf(part.ofWorkloads);
  return workloads.filter((node) => callers.has(node.id));
}

const callersOf = perSlice((links: readonly MeshLink[]): ReadonlySet<string> => new Set(links.map(({ from }) => from)));

/** The nodes of a namespace that may be called, sorted by id. */
export const serviceNodesIn = perMesh((mesh: Mesh, namespace: string): readonly MeshNode[] =>
  (mesh.services.byNamespace.get(namespace) ?? [])
    .filter((service) => isShown(mesh, service))
    .map((service) => {
      const binding = waypointOfService(mesh, service);
      const object = ref('Service', service.namespace, service.name);
      const waypoint = binding.state === 'bound' ? nameOf(binding.gateway) : '';
      return nodeOver(`service:${nameOf(service)}`, 'service', object, podsOfService(mesh, service), waypoint);
    })
    .sort(byId),
);

function gatewayNodes(mesh: Mesh): MeshNode[] {
  return ingressGateways(mesh)
    .map((gateway) => {
      const object = ref('Gateway', gateway.namespace, gateway.name);
      return nodeOver(`gateway:${nameOf(gateway)}`, 'gateway', object, podsOfGateway(mesh, gateway), '');
    })
    .sort(byId);
}
