/** What a filter can be held against: of each link and each node, all that the keys of the language ask for. */
import { isConflict, type LinkState, type MeshNode, type MeshReport, type NodeState } from '@hopscope/core';
import { isProblemLook } from '../map/link-look.ts';
import type { MapView, ViewLink, ViewNode } from '../map/map-view.ts';
import { plainText } from '../marks/Prose.tsx';
import type { FilterKey } from './filter-text.ts';

/** The values that one thing has for each key. */
export type Facts = (key: FilterKey | 'text') => readonly string[];

/** What something without a waypoint is found by. */
export const NO_WAYPOINT = 'none';

export interface FactReaders {
  readonly ofLink: (link: ViewLink) => Facts;
  readonly ofNode: (node: ViewNode) => Facts;
}

/** Readers of facts for the links and nodes of a view, joined with the causes of its report. */
export function readersOf(view: MapView, report: Pick<MeshReport, 'links' | 'nodes' | 'causes'>): FactReaders {
  const causes = new Map(report.causes.map((cause) => [cause.key, cause]));
  const causesOf = (keys: readonly string[]) => keys.flatMap((key) => causes.get(key) ?? []);
  const ofLink = (viewLink: ViewLink): Facts => {
    const { link, look, waypoint } = viewLink;
    const [from, to] = [view.nodes.get(link.from)!.node, view.nodes.get(link.to)!.node];
    const state = report.links[link.id];
    const own = causesOf(state?.causes ?? []);
    const facts: Record<FilterKey | 'text', () => readonly string[]> = {
      ns: () => [from.namespace, to.namespace],
      state: () => [...(isProblemLook(look) ? ['problem'] : []), ...statesOfLink(state)],
      cause: () => own.map(({ check }) => check),
      blame: () => own.map(({ blame }) => blame),
      waypoint: () => namesOfWaypoint(waypoint),
      from: () => namesOf(from),
      to: () => namesOf(to).flatMap((name) => [name, `${name}:${link.port}`]),
      node: () => [...(state?.ztunnels ?? []), ...from.nodes, ...to.nodes],
      text: () => [
        titleOf(from),
        `${titleOf(to)}:${link.port}`,
        waypoint,
        plainText(state?.sentence ?? ''),
        ...own.flatMap(({ check, sentence }) => [check, plainText(sentence)]),
      ],
    };
    return (key) => facts[key]();
  };
  const ofNode = ({ node, state }: ViewNode): Facts => {
    const own = causesOf(report.nodes[node.id]?.causes ?? []);
    const facts: Record<FilterKey | 'text', () => readonly string[]> = {
      ns: () => [node.namespace],
      state: () => STATES_OF_NODE[state],
      cause: () => own.map(({ check }) => check),
      blame: () => own.map(({ blame }) => blame),
      waypoint: () => namesOfWaypoint(node.waypoint),
      from: () => namesOf(node),
      to: () => namesOf(node),
      node: () => node.nodes,
      text: () => [titleOf(node), ...own.flatMap(({ check, sentence }) => [check, plainText(sentence)])],
    };
    return (key) => facts[key]();
  };
  return { ofLink, ofNode };
}

function statesOfLink(state: LinkState | undefined): readonly string[] {
  if (!state) return ['unknown'];
  return isConflict(state.agreement) ? [state.verdict, 'conflict'] : [state.verdict];
}

/** A node by itself is judged with other words than a call. */
const STATES_OF_NODE: Readonly<Record<NodeState['state'], readonly string[]>> = {
  broken: ['problem', 'blocked'],
  degraded: ['problem', 'degraded'],
  latent: ['delivered'],
  unknown: ['unknown'],
  ok: ['delivered'],
};

/** `namespace/name`, or the name alone where it has no namespace. */
export function titleOf({ namespace, name }: Pick<MeshNode, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

function namesOf(node: MeshNode): readonly string[] {
  return [node.name, titleOf(node)];
}

function namesOfWaypoint(waypoint: string): readonly string[] {
  return waypoint === '' ? [NO_WAYPOINT] : [waypoint, waypoint.slice(waypoint.indexOf('/') + 1)];
}
