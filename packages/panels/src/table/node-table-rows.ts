import type { MeshReport, NodeState } from '@hopscope/core';
import { titleOf } from '../filter/filter-facts.ts';
import { isProblemLook } from '../map/link-look.ts';
import type { MapView, ViewNode } from '../map/map-view.ts';
import { plainText } from '../marks/Prose.tsx';
import { sortBy } from './sort-rows.ts';

export interface NodeTableRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly state: NodeState['state'];
  /** as the look of a link with the same harm */
  readonly look: 'blocked' | 'degraded' | '';
  readonly cause: string;
  readonly plainCause: string;
  /** links of the view that end and begin there, and how many of them fail */
  readonly callers: Tally;
  readonly calls: Tally;
  readonly callerWords: string;
  readonly callWords: string;
  readonly pods: number;
  readonly missing: number;
  readonly podWords: string;
  readonly mesh: string;
  readonly waypoint: string;
}

interface Tally {
  all: number;
  failing: number;
}

export type NodeColumn = 'name' | 'kind' | 'state' | 'cause' | 'callers' | 'calls' | 'pods' | 'mesh' | 'waypoint';

export const NODE_COLUMNS: readonly { readonly id: NodeColumn; readonly title: string }[] = [
  { id: 'name', title: 'Name' },
  { id: 'kind', title: 'Kind' },
  { id: 'state', title: 'State' },
  { id: 'cause', title: 'Cause' },
  { id: 'callers', title: 'Callers' },
  { id: 'calls', title: 'Calls' },
  { id: 'pods', title: 'Pods ready' },
  { id: 'mesh', title: 'Mesh' },
  { id: 'waypoint', title: 'Waypoint' },
];

/** The nodes of a view as rows, unsorted; with `problemsOnly` those that are not well or end a failing link. */
export function nodeRowsOf(view: MapView, report: MeshReport, problemsOnly: boolean): NodeTableRow[] {
  const sentences = new Map(report.causes.map(({ key, sentence }) => [key, sentence]));
  const callers = tallyBy(view, 'to');
  const calls = tallyBy(view, 'from');
  const none: Tally = { all: 0, failing: 0 };
  const rows = [...view.nodes.values()].map((one) => {
    const { id } = one.node;
    const key = report.nodes[id]?.causes.find((cause) => sentences.has(cause));
    const cause = key === undefined ? '' : sentences.get(key)!;
    return rowOf(one, cause, callers.get(id) ?? none, calls.get(id) ?? none);
  });
  return problemsOnly ? rows.filter((row) => row.look !== '' || row.callers.failing + row.calls.failing > 0) : rows;
}

function tallyBy(view: MapView, end: 'from' | 'to'): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { link, look } of view.links.values()) {
    const tally = tallies.get(link[end]) ?? { all: 0, failing: 0 };
    tally.all += 1;
    if (isProblemLook(look)) tally.failing += 1;
    tallies.set(link[end], tally);
  }
  return tallies;
}

function rowOf({ node, state }: ViewNode, cause: string, callers: Tally, calls: Tally): NodeTableRow {
  const hasPods = node.pods > 0;
  return {
    id: node.id,
    name: titleOf(node),
    kind: node.kind,
    state,
    look: state === 'broken' ? 'blocked' : state === 'degraded' ? 'degraded' : '',
    cause,
    plainCause: plainText(cause),
    callers,
    calls,
    callerWords: wordsOf(callers),
    callWords: wordsOf(calls),
    pods: node.pods,
    missing: node.pods - node.readyPods,
    podWords: hasPods ? `${node.readyPods} of ${node.pods}` : '',
    mesh: hasPods ? node.mesh : '',
    waypoint: node.waypoint,
  };
}

function wordsOf({ all, failing }: Tally): string {
  if (all === 0) return '';
  return failing === 0 ? `${all}` : `${failing} of ${all} failing`;
}

const STATES: readonly NodeState['state'][] = ['broken', 'degraded', 'latent', 'unknown', 'ok'];

/** Rows by a column: the worst first, the most callers, failures and missing pods first, empty fields last. */
export function sortNodeRows(rows: readonly NodeTableRow[], column: NodeColumn, isReversed = false): NodeTableRow[] {
  const most = ({ all, failing }: Tally) => (all === 0 ? '' : -(failing * 1e6 + all));
  const keys: Readonly<Record<NodeColumn, (row: NodeTableRow) => string | number>> = {
    name: ({ name }) => name,
    kind: ({ kind }) => kind,
    state: ({ state, callers, calls }) =>
      STATES.indexOf(state) * 1e6 - Math.min(999_999, callers.failing + calls.failing),
    cause: ({ plainCause }) => plainCause,
    callers: ({ callers }) => most(callers),
    calls: ({ calls }) => most(calls),
    pods: ({ pods, missing }) => (pods === 0 ? '' : -(missing * 1e6 + pods)),
    mesh: ({ mesh }) => mesh,
    waypoint: ({ waypoint }) => waypoint,
  };
  return sortBy(rows, { key: keys[column], names: ({ name, kind }) => [name, kind], isReversed });
}
