/** A map as few cards as there is room for: what is not well keeps its own, the rest of a namespace stands as one. */
import { compareIds } from '../layout/plan.ts';
import { isProblemLook, type LinkLook, LOOK_ORDER } from '../map/link-look.ts';
import { isOutsider, type MapView, OUTSIDE, type ViewNode } from '../map/map-view.ts';

export interface PictureNode {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  /** `2 of 3`, or what it is where there are no pods */
  readonly aside: string;
  readonly state: ViewNode['state'];
  readonly isOut: boolean;
  /** how many services stand behind it; 0 = it is one itself */
  readonly behind: number;
}

export interface PictureLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly look: LinkLook;
  readonly hasWaypoint: boolean;
  /** how many calls are drawn as this one line */
  readonly calls: number;
}

export interface PictureMap {
  readonly nodes: readonly PictureNode[];
  readonly links: readonly PictureLink[];
  /** namespaces that stand together */
  readonly elsewhere: number;
}

/** A view as it is, every service a card. */
export function wholeMap(view: MapView): PictureMap {
  return {
    nodes: [...view.nodes.values()].map(nodeOf),
    links: [...view.links.values()].map(({ link, look, waypoint }) => {
      const { id, from, to } = link;
      return { id, from, to, look, hasWaypoint: waypoint !== '', calls: 1 };
    }),
    elsewhere: 0,
  };
}

function nodeOf(one: ViewNode): PictureNode {
  const { node, group, state } = one;
  const { id, name } = node;
  return { id, group, name, aside: asideOf(one), state, isOut: isOutsider(one), behind: 0 };
}

function asideOf({ node }: ViewNode): string {
  if (node.kind === 'outside') return '';
  if (node.pods > 0 || node.kind === 'service' || node.kind === 'workload') return `${node.readyPods} of ${node.pods}`;
  return node.kind;
}

/** Where namespaces stand that have no card of their own. */
export const ELSEWHERE = ' elsewhere';
/** Of lines that work, so many a card: more than that shows nothing. */
const LINES_A_CARD = 2;

/** Makes maps of at most so many cards. `first` are the ids to keep before all others. */
export function createCondenser(view: MapView, first: ReadonlySet<string>): (most: number) => PictureMap {
  const ranks = rankNodes(view, first);
  const ranked = [...ranks.keys()].sort((a, b) => ranks.get(b)! - ranks.get(a)! || compareIds(a, b));
  return (most) => condense(view, most, ranks, ranked);
}

function condense(
  view: MapView,
  most: number,
  ranks: ReadonlyMap<string, number>,
  ranked: readonly string[],
): PictureMap {
  const own = ranked.slice(0, Math.ceil(most * 0.6));
  const kept = new Set(own);
  const groups = groupsOf(view, kept, ranks).slice(0, Math.max(1, most - own.length - 1));
  const named = new Set(groups);
  const standsFor = (one: ViewNode): string => {
    if (kept.has(one.node.id)) return one.node.id;
    return named.has(one.group) ? `rest ${one.group}` : `rest ${ELSEWHERE}`;
  };
  const hasOwn = new Set(own.map((id) => view.nodes.get(id)!.group));
  const places = new Map([...view.nodes.values()].map((one) => [one.node.id, standsFor(one)]));
  const rests = new Map<string, ViewNode[]>();
  for (const one of view.nodes.values()) {
    const place = places.get(one.node.id)!;
    if (place === one.node.id) continue;
    const members = rests.get(place);
    if (members === undefined) rests.set(place, [one]);
    else members.push(one);
  }
  const nodes = [
    ...own.map((id) => nodeOf(view.nodes.get(id)!)),
    ...[...rests].map(([place, members]) => restOf(place, members, hasOwn)),
  ].sort((a, b) => compareIds(a.id, b.id));
  const elsewhere = new Set(rests.get(`rest ${ELSEWHERE}`)?.map(({ group }) => group)).size;
  return { nodes, links: mergeLinks(view, places, most * LINES_A_CARD), elsewhere };
}

/** How much a node asks to be seen: 0 = it may stand with others. */
function rankNodes(view: MapView, first: ReadonlySet<string>): Map<string, number> {
  const ranks = new Map<string, number>();
  const raise = (id: string, by: number) => ranks.set(id, (ranks.get(id) ?? 0) + by);
  for (const { node, state } of view.nodes.values()) {
    if (first.has(node.id)) raise(node.id, 1_000_000);
    if (state === 'broken') raise(node.id, 10_000);
    if (state === 'degraded') raise(node.id, 1_000);
  }
  for (const { link, look } of view.links.values()) {
    if (!isProblemLook(look)) continue;
    const weight = look === 'blocked' || look === 'varies' ? 10 : 1;
    // Where many calls fail at one callee, the callee is what matters.
    raise(link.to, weight * 2);
    raise(link.from, weight);
  }
  return ranks;
}

/** Namespaces by how much of what is not well is theirs, then by size. */
function groupsOf(view: MapView, kept: ReadonlySet<string>, ranks: ReadonlyMap<string, number>): string[] {
  const weights = new Map<string, number>();
  for (const { node, group } of view.nodes.values()) {
    const weight = kept.has(node.id) ? 1_000 : 0.001 + (ranks.get(node.id) ?? 0);
    weights.set(group, (weights.get(group) ?? 0) + weight);
  }
  return [...weights.keys()].sort((a, b) => weights.get(b)! - weights.get(a)! || compareIds(a, b));
}

const WORST: readonly ViewNode['state'][] = ['broken', 'degraded', 'unknown', 'latent', 'ok'];

function restOf(place: string, members: readonly ViewNode[], hasOwn: ReadonlySet<string>): PictureNode {
  const { group } = members[0]!;
  const count = members.length;
  const state = WORST.find((one) => members.some((member) => member.state === one)) ?? 'unknown';
  if (place === `rest ${ELSEWHERE}`)
    return { id: place, group: ELSEWHERE, name: servicesWord(count), aside: '', state, isOut: false, behind: count };
  if (count === 1) return { ...nodeOf(members[0]!), id: place };
  const what = group === OUTSIDE ? 'callers' : hasOwn.has(group) ? 'more services' : 'services';
  const isOut = members.every(isOutsider);
  return { id: place, group, name: `${count} ${what}`, aside: '', state, isOut, behind: count };
}

const servicesWord = (count: number): string => (count === 1 ? '1 service' : `${count} services`);

/** One line for all calls between two cards; the worst of them decides its look. What is inside of one card is not drawn. */
function mergeLinks(view: MapView, places: ReadonlyMap<string, string>, mostWell: number): PictureLink[] {
  const merged = new Map<string, PictureLink>();
  for (const { link, look, waypoint } of view.links.values()) {
    const [from, to] = [places.get(link.from)!, places.get(link.to)!];
    if (from === to) continue;
    const id = `${from} -> ${to}`;
    const known = merged.get(id);
    merged.set(id, mergeLink(known, { id, from, to, look, hasWaypoint: waypoint !== '', calls: 1 }));
  }
  const all = [...merged.values()].sort((a, b) => compareIds(a.id, b.id));
  const well = all
    .filter(({ look }) => !isProblemLook(look))
    .sort((a, b) => b.calls - a.calls || compareIds(a.id, b.id))
    .slice(0, mostWell);
  return [...all.filter(({ look }) => isProblemLook(look)).slice(0, 200), ...well];
}

/** Of a line that stands for many, the number is of those that are as bad as it looks. */
function mergeLink(known: PictureLink | undefined, next: PictureLink): PictureLink {
  if (known === undefined) return next;
  const order = LOOK_ORDER.indexOf(next.look) - LOOK_ORDER.indexOf(known.look);
  if (order < 0) return next;
  return order > 0 ? known : { ...known, calls: known.calls + 1, hasWaypoint: known.hasWaypoint || next.hasWaypoint };
}
