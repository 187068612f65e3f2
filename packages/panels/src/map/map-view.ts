import type { MeshLink, MeshNode, MeshReport, NodeState } from '@hopscope/core';
import { compareIds } from '../layout/plan.ts';
import { isProblemLook, type LinkLook, LOOKS, lookOf } from './link-look.ts';

export interface ViewNode {
  readonly node: MeshNode;
  readonly group: string;
  readonly state: NodeState['state'];
  /** it was there shortly before the moment that is shown */
  readonly isGone: boolean;
}

export interface ViewLink {
  readonly link: MeshLink;
  readonly look: LinkLook;
  readonly waypoint: string;
}

/** A report as nodes and links to be drawn. */
export interface MapView {
  readonly nodes: ReadonlyMap<string, ViewNode>;
  readonly links: ReadonlyMap<string, ViewLink>;
  /** says whether the same things stand on the map; states do not count */
  readonly structure: string;
}

/** Groups that are no namespace. */
export const OUTSIDE = ' outside';
export const EXTERNAL = ' external';

/** What was there shortly before a moment of the past. */
export interface GoneParts {
  readonly nodes: readonly MeshNode[];
  readonly links: readonly MeshLink[];
}

const NOTHING_GONE: GoneParts = { nodes: [], links: [] };

/** With `namespaces`, what stands in them and what that calls or is called by. */
export function buildMapView(report: MeshReport, namespaces: readonly string[], gone = NOTHING_GONE): MapView {
  const wanted = new Set(namespaces);
  const goneIds = new Set([...gone.nodes, ...gone.links].map(({ id }) => id));
  const all = new Map([...report.graph.nodes, ...gone.nodes].map((node) => [node.id, node]));
  const isIn = (id: string) => wanted.size === 0 || wanted.has(all.get(id)?.namespace ?? '');
  const links = sortById(
    withGone(report.graph.links, gone.links).filter(
      ({ from, to }) => all.has(from) && all.has(to) && (isIn(from) || isIn(to)),
    ),
  );
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  const nodes = sortById(withGone(report.graph.nodes, gone.nodes).filter(({ id }) => isIn(id) || ends.has(id)));
  return {
    nodes: new Map(nodes.map((node) => [node.id, viewNode(node, report, goneIds.has(node.id))])),
    links: new Map(links.map((link) => [link.id, viewLink(link, report, goneIds.has(link.id))])),
    structure: [...nodes.map(({ id }) => id), '', ...links.map(({ id }) => id)].join('\n'),
  };
}

const withGone = <T>(present: readonly T[], gone: readonly T[]): readonly T[] =>
  gone.length === 0 ? present : [...present, ...gone];

/** A copy by id; a large mesh comes sorted, and looking is quicker than sorting. */
function sortById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  const isSorted = items.every(({ id }, index) => index === 0 || compareIds(items[index - 1]!.id, id) <= 0);
  return isSorted ? items : [...items].sort((a, b) => compareIds(a.id, b.id));
}

function viewLink(link: MeshLink, report: MeshReport, isGone: boolean): ViewLink {
  const state = report.links[link.id];
  return { link, look: isGone ? 'gone' : lookOf(state), waypoint: state?.waypoint ?? '' };
}

function viewNode(node: MeshNode, report: MeshReport, isGone: boolean): ViewNode {
  const state = isGone ? 'unknown' : (report.nodes[node.id]?.state ?? 'unknown');
  return { node, group: groupOf(node), state, isGone };
}

function groupOf({ kind, namespace }: MeshNode): string {
  if (kind === 'outside') return OUTSIDE;
  return kind === 'external' || namespace === '' ? EXTERNAL : namespace;
}

/** The name of a node or a link that can be read aloud; '' of what is not on the map. Made when asked for: a map has thousands. */
export function speakOf(view: MapView, id: string): string {
  const link = view.links.get(id);
  if (link) return speakLink(view, link);
  const node = view.nodes.get(id);
  return node ? speakNode(view, node) : '';
}

function speakLink({ nodes }: MapView, { link, look }: ViewLink): string {
  const [from, to] = [nodes.get(link.from)!.node.name, nodes.get(link.to)!.node.name];
  return `${from} calls ${to} port ${link.port}: ${LOOKS[look].spoken}`;
}

const speakGone = ({ name, kind, namespace }: MeshNode): string =>
  [name, kind, ...(namespace === '' ? [] : [`namespace ${namespace}`]), 'gone'].join(', ');

function speakNode(view: MapView, { node, state, isGone }: ViewNode): string {
  if (isGone) return speakGone(node);
  const callers = [...view.links.values()].filter(({ link, look }) => link.to === node.id && look !== 'gone');
  const failing = callers.filter(({ look }) => isProblemLook(look)).length;
  const parts = [node.name, node.kind === 'outside' ? 'outside the cluster' : node.kind];
  if (node.namespace) parts.push(`namespace ${node.namespace}`);
  if (node.pods > 0) parts.push(`${node.readyPods} of ${node.pods} ready`);
  if (state === 'broken' || state === 'degraded') parts.push(state);
  const word = callers.length === 1 ? 'caller' : 'callers';
  if (callers.length > 0) parts.push(`${failing} of ${callers.length} ${word} failing`);
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
export function isOutsider({ node, isGone }: ViewNode): boolean {
  return !isGone && node.mesh === 'none' && node.pods > 0 && node.kind !== 'gateway';
}

export type Membership = '' | 'not in the mesh' | 'partly in the mesh';

/** Says whether a namespace takes part: '' = all of it does. */
export function membershipOf(view: MapView, group: string): Membership {
  const members = [...view.nodes.values()].filter((one) => one.group === group && one.node.pods > 0);
  return membershipFrom(group, members.length, members.filter(isOutsider).length);
}

/** The same from counts: of the group's nodes that have pods, how many are outsiders. */
export function membershipFrom(group: string, withPods: number, outsiders: number): Membership {
  if (withPods === 0 || outsiders === 0 || group === OUTSIDE || group === EXTERNAL) return '';
  return outsiders === withPods ? 'not in the mesh' : 'partly in the mesh';
}

/** Up to here every card and line is an element of the page, and names can be read when all of it is in view. */
const MOST_ON_SMALL_MAP = 150;

/** So many things are drawn on a canvas. */
export const isForLargeMap = (things: number): boolean => things > MOST_ON_SMALL_MAP;
