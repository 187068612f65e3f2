import type { MeshLink, MeshNode, MeshReport, NodeState } from '@hopscope/core';
import { compareIds } from '../layout/plan.ts';
import { isProblemLook, type LinkLook, LOOKS, lookOf } from './link-look.ts';

export interface ViewNode {
  readonly node: MeshNode;
  readonly group: string;
  readonly state: NodeState['state'];
  /** it was there shortly before the moment that is shown */
  readonly isGone: boolean;
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
  const viewLinks = new Map(links.map((link) => [link.id, viewLink(link, report, all, goneIds)]));
  const callers = countCallers(viewLinks.values());
  return {
    nodes: new Map(nodes.map((node) => [node.id, viewNode(node, report, goneIds.has(node.id), callers.get(node.id))])),
    links: viewLinks,
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

function viewLink(
  link: MeshLink,
  report: MeshReport,
  nodes: ReadonlyMap<string, MeshNode>,
  gone: ReadonlySet<string>,
): ViewLink {
  const state = report.links[link.id];
  const look = gone.has(link.id) ? 'gone' : lookOf(state);
  const spoken = `${nodes.get(link.from)!.name} calls ${nodes.get(link.to)!.name} port ${link.port}: ${LOOKS[look].spoken}`;
  return { link, look, waypoint: state?.waypoint ?? '', spoken };
}

interface Callers {
  all: number;
  failing: number;
}

function countCallers(links: Iterable<ViewLink>): Map<string, Callers> {
  const counts = new Map<string, Callers>();
  for (const { link, look } of links) {
    if (look === 'gone') continue;
    const count = counts.get(link.to) ?? { all: 0, failing: 0 };
    count.all += 1;
    if (isProblemLook(look)) count.failing += 1;
    counts.set(link.to, count);
  }
  return counts;
}

function viewNode(
  node: MeshNode,
  report: MeshReport,
  isGone: boolean,
  callers: Callers = { all: 0, failing: 0 },
): ViewNode {
  if (isGone) return { node, group: groupOf(node), state: 'unknown', isGone, spoken: speakGone(node) };
  const state = report.nodes[node.id]?.state ?? 'unknown';
  return { node, group: groupOf(node), state, isGone, spoken: speakNode(node, state, callers.failing, callers.all) };
}

function groupOf({ kind, namespace }: MeshNode): string {
  if (kind === 'outside') return OUTSIDE;
  return kind === 'external' || namespace === '' ? EXTERNAL : namespace;
}

const speakGone = ({ name, kind, namespace }: MeshNode): string =>
  [name, kind, ...(namespace === '' ? [] : [`namespace ${namespace}`]), 'gone'].join(', ');

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
