import type { MeshLink, MeshNode, MeshReport, NodeState } from '@hopscope/core';
import { compareIds } from '../layout/plan.ts';
import { isProblemLook, type LinkLook, LOOKS, lookOf } from './link-look.ts';

export interface ViewNode {
  readonly node: MeshNode;
  readonly group: string;
  readonly state: NodeState['state'];
  readonly spoken: string;
}

export interface ViewLink {
  readonly link: MeshLink;
  readonly look: LinkLook;
  readonly waypoint: string;
  readonly spoken: string;
}

/** A report as nodes and links to be drawn, with a name for each that can be read aloud. */
export interface MapView {
  readonly nodes: ReadonlyMap<string, ViewNode>;
  readonly links: ReadonlyMap<string, ViewLink>;
  /** says whether the same things stand on the map; states do not count */
  readonly structure: string;
}

/** Groups that are no namespace. */
export const OUTSIDE = ' outside';
export const EXTERNAL = ' external';

/** With `namespaces`, what stands in them and what that calls or is called by. */
export function buildMapView(report: MeshReport, namespaces: readonly string[]): MapView {
  const wanted = new Set(namespaces);
  const all = new Map(report.graph.nodes.map((node) => [node.id, node]));
  const isIn = (id: string) => wanted.size === 0 || wanted.has(all.get(id)?.namespace ?? '');
  const links = report.graph.links
    .filter(({ from, to }) => all.has(from) && all.has(to) && (isIn(from) || isIn(to)))
    .sort((a, b) => compareIds(a.id, b.id));
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  const nodes = report.graph.nodes.filter(({ id }) => isIn(id) || ends.has(id)).sort((a, b) => compareIds(a.id, b.id));
  const viewLinks = new Map(links.map((link) => [link.id, viewLink(link, report, all)]));
  return {
    nodes: new Map(nodes.map((node) => [node.id, viewNode(node, report, [...viewLinks.values()])])),
    links: viewLinks,
    structure: [...nodes.map(({ id }) => id), '', ...links.map(({ id }) => id)].join('\n'),
  };
}

function viewLink(link: MeshLink, report: MeshReport, nodes: ReadonlyMap<string, MeshNode>): ViewLink {
  const state = report.links[link.id];
  const look = lookOf(state);
  const spoken = `${nodes.get(link.from)!.name} calls ${nodes.get(link.to)!.name} port ${link.port}: ${LOOKS[look].spoken}`;
  return { link, look, waypoint: state?.waypoint ?? '', spoken };
}

function viewNode(node: MeshNode, report: MeshReport, links: readonly ViewLink[]): ViewNode {
  const state = report.nodes[node.id]?.state ?? 'unknown';
  const inbound = links.filter(({ link }) => link.to === node.id);
  const failing = inbound.filter(({ look }) => isProblemLook(look)).length;
  return { node, group: groupOf(node), state, spoken: speakNode(node, state, failing, inbound.length) };
}

function groupOf({ kind, namespace }: MeshNode): string {
  if (kind === 'outside') return OUTSIDE;
  return kind === 'external' || namespace === '' ? EXTERNAL : namespace;
}

function speakNode(node: MeshNode, state: NodeState['state'], failing: number, callers: number): string {
  const parts = [node.name, node.kind === 'outside' ? 'outside the cluster' : node.kind];
  if (node.namespace) parts.push(`namespace ${node.namespace}`);
  if (node.pods > 0) parts.push(`${node.readyPods} of ${node.pods} ready`);
  if (state === 'broken' || state === 'degraded') parts.push(state);
  if (callers > 0) parts.push(`${failing} of ${callers} ${callers === 1 ? 'caller' : 'callers'} failing`);
  return parts.join(', ');
}

/** What is wrong on the map, in the order of the causes; ids of links, then of nodes. */
export function listProblems(view: MapView, report: MeshReport): string[] {
  const links = [...view.links.values()].filter(({ look }) => isProblemLook(look)).map(({ link }) => link.id);
  const broken = new Set(links);
  const byCause = report.causes.flatMap((cause) => cause.links.filter((id) => broken.has(id)));
  const nodes = [...view.nodes.values()].filter(({ state }) => state === 'broken' || state === 'degraded');
  return [...new Set([...byCause, ...links, ...nodes.map(({ node }) => node.id)])];
}

/** Pods that the mesh does not know. A gateway has its own proxy, whatever its namespace says. */
export function isOutsider({ node }: ViewNode): boolean {
  return node.mesh === 'none' && node.pods > 0 && node.kind !== 'gateway';
}

/** Says whether a namespace takes part: '' = all of it does. */
export function membershipOf(view: MapView, group: string): '' | 'not in the mesh' | 'partly in the mesh' {
  const members = [...view.nodes.values()].filter((one) => one.group === group && one.node.pods > 0);
  if (members.length === 0 || group === OUTSIDE || group === EXTERNAL) return '';
  const out = members.filter(isOutsider).length;
  if (out === 0) return '';
  return out === members.length ? 'not in the mesh' : 'partly in the mesh';
}
