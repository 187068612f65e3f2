/** States joined to a large mesh: how every island, node and bundle of links stands, and what matters most. */
import type { MeshReport, NodeState } from '@hopscope/core';
import { bucketAt } from '../../layout/structure.ts';
import { isProblemLook, type LinkLook, LOOK_ORDER } from '../link-look.ts';
import {
  isOutsider,
  type MapView,
  type Membership,
  membershipFrom,
  type ViewLink,
  type ViewNode,
} from '../map-view.ts';
import type { LargeMesh } from './large-mesh.ts';

export type State = NodeState['state'];
export const STATE_ORDER: readonly State[] = ['broken', 'degraded', 'latent', 'unknown', 'ok'];

export interface IslandState {
  readonly membership: Membership;
  /** links that begin or end there, by look; nodes by state */
  readonly looks: Readonly<Record<LinkLook, number>>;
  readonly states: Readonly<Record<State, number>>;
  /** links that begin or end there and fail, and nodes that are not well: the island's rank */
  readonly failing: number;
  readonly unwell: number;
}

export interface Bundle {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly worst: LinkLook;
}

export interface LargeStates {
  readonly nodes: readonly ViewNode[];
  readonly links: readonly ViewLink[];
  readonly islands: readonly IslandState[];
  /** what a node matters: its own state first, then links that fail, then links at all */
  readonly importance: Float64Array;
  /** nodes of each island, the most important first; in the buckets of `members` */
  readonly ranked: Int32Array;
  /** of each island, how many of its nodes are not well or end a failing link: these are never left out */
  readonly never: Int32Array;
  /** numbers of links that fail, the worst last */
  readonly problems: readonly number[];
  /** links between islands added up, the strongest last */
  readonly bundles: readonly Bundle[];
  /** whether a link passes ztunnels at all */
  readonly hasZtunnels: (link: number) => boolean;
  /** code of the first cause of a link; '' where it has none */
  readonly codeOf: (link: number) => string;
}

const WEIGHT_OF_STATE: Readonly<Record<State, number>> = { broken: 4e6, degraded: 2e6, latent: 500, unknown: 2, ok: 0 };
const WEIGHT_OF_FAILURE = 1000;

/** Joins the states of a view; quick enough to be done for every change. */
export function joinStates(mesh: LargeMesh, view: MapView, report: Pick<MeshReport, 'links'>): LargeStates {
  const nodes = mesh.structure.ids.map((id) => view.nodes.get(id)!);
  const links = mesh.linkIds.map((id) => view.links.get(id)!);
  const importance = rateNodes(mesh, nodes, links);
  const { ranked, never } = rankMembers(mesh, importance);
  const failing = [...links.keys()].filter((link) => isProblemLook(links[link]!.look));
  const harm = (link: number) => LOOK_ORDER.indexOf(links[link]!.look);
  return {
    nodes,
    links,
    importance,
    ranked,
    never,
    problems: failing.sort((a, b) => harm(b) - harm(a) || a - b),
    islands: sumIslands(mesh, nodes, links),
    bundles: sumBundles(mesh, links),
    hasZtunnels: (link) => (report.links[mesh.linkIds[link]!]?.ztunnels.length ?? 0) > 0,
    // `<check> <subject>` is a cause's key.
    codeOf: (link) => report.links[mesh.linkIds[link]!]?.causes[0]?.split(' ', 1)[0] ?? '',
  };
}

function rateNodes({ structure }: LargeMesh, nodes: readonly ViewNode[], links: readonly ViewLink[]): Float64Array {
  const importance = Float64Array.from(nodes, ({ state }) => WEIGHT_OF_STATE[state]);
  links.forEach(({ look }, link) => {
    const weight = isProblemLook(look) ? WEIGHT_OF_FAILURE : 1;
    importance[structure.from[link]!]! += weight;
    importance[structure.to[link]!]! += weight;
  });
  return importance;
}

function rankMembers({ structure, members }: LargeMesh, importance: Float64Array) {
  const ranked = members.items.slice();
  const never = new Int32Array(structure.groups.length);
  for (let group = 0; group < structure.groups.length; group++) {
    const own = ranked.subarray(members.start[group]!, members.start[group + 1]!);
    own.sort((a, b) => importance[b]! - importance[a]! || a - b);
    const firstQuiet = own.findIndex((node) => importance[node]! < WEIGHT_OF_FAILURE);
    never[group] = firstQuiet < 0 ? own.length : firstQuiet;
  }
  return { ranked, never };
}

function sumIslands(mesh: LargeMesh, nodes: readonly ViewNode[], links: readonly ViewLink[]) {
  const { groups, groupOf, from, to } = mesh.structure;
  const withPods = new Int32Array(groups.length);
  const outsiders = new Int32Array(groups.length);
  nodes.forEach((node, index) => {
    withPods[groupOf[index]!]! += node.node.pods > 0 ? 1 : 0;
    outsiders[groupOf[index]!]! += isOutsider(node) ? 1 : 0;
  });
  const sums = groups.map((group, index) => ({
    membership: membershipFrom(group, withPods[index]!, outsiders[index]!),
    looks: Object.fromEntries(LOOK_ORDER.map((look) => [look, 0])) as Record<LinkLook, number>,
    states: Object.fromEntries(STATE_ORDER.map((state) => [state, 0])) as Record<State, number>,
    failing: 0,
    unwell: 0,
  }));
  nodes.forEach(({ state }, node) => {
    const sum = sums[groupOf[node]!]!;
    sum.states[state]++;
    if (state === 'broken' || state === 'degraded') sum.unwell++;
  });
  links.forEach(({ look }, link) => {
    for (const group of new Set([groupOf[from[link]!]!, groupOf[to[link]!]!])) {
      sums[group]!.looks[look]++;
      if (isProblemLook(look)) sums[group]!.failing++;
    }
  });
  return sums;
}

function sumBundles({ structure, bundles }: LargeMesh, links: readonly ViewLink[]): Bundle[] {
  const count = structure.groups.length;
  const position = new Map(bundles.from.map((from, i) => [from * count + bundles.to[i]!, i]));
  const worst = bundles.from.map(() => LOOK_ORDER.length - 1);
  links.forEach(({ look }, link) => {
    const pair = structure.groupOf[structure.from[link]!]! * count + structure.groupOf[structure.to[link]!]!;
    const at = position.get(pair);
    if (at !== undefined) worst[at] = Math.min(worst[at]!, LOOK_ORDER.indexOf(look));
  });
  const sums = bundles.from.map((from, i) => ({
    from,
    to: bundles.to[i]!,
    count: bundles.count[i]!,
    worst: LOOK_ORDER[worst[i]!]!,
  }));
  return sums.sort((a, b) => a.count - b.count);
}

/** Whether anything on an island asks for attention. */
export function hasProblem({ failing, unwell }: IslandState): boolean {
  return failing + unwell > 0;
}

/** Whether a node stands outside of the mesh. */
export function isOut(states: LargeStates, node: number): boolean {
  return isOutsider(states.nodes[node]!);
}

/** What an island's stub says of the nodes that it stands for. */
export function stubText(mesh: LargeMesh, states: LargeStates, group: number, shown: number): string {
  const hidden = bucketAt({ ...mesh.members, items: states.ranked }, group).subarray(shown);
  if (hidden.length === 0) return '';
  const unclear = hidden.filter((node) => states.nodes[node]!.state !== 'ok').length;
  const well = hidden.length - unclear;
  if (unclear === 0) return `+${well} healthy`;
  return well === 0 ? `+${unclear} unclear` : `+${well} healthy, ${unclear} unclear`;
}
