/** What a panel shows, from a snapshot and as far as its scope goes. */
import {
  encodeGraph,
  explain,
  formatAsk,
  type GraphColumns,
  type MeshLink,
  type MeshReport,
  type Parsed,
  type PathResult,
  parseAsk,
} from '@hopscope/core';
import { filterView } from '../answers/graph-view.ts';
import type { LoggedChange } from '../store/change-log.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { createConceal, otherNamespaces } from './conceal.ts';
import type { PanelName } from './embed-token.ts';
import { type Narrowed, narrowReport } from './narrow-report.ts';

export interface PanelWish {
  /** to be shown; empty = all that the scope lets */
  namespaces: readonly string[];
  /** id of a node or a link, or `NAMESPACE/NAME`; '' = none */
  focus: string;
  depth: number;
  /** `FROM -> TO:PORT`; '' = none */
  ask: string;
}

/** The report of a panel, its graph as columns. */
export interface MeshPart {
  report: Omit<MeshReport, 'graph' | 'links' | 'nodes'>;
  graph: GraphColumns;
  crossing: Narrowed['crossing'];
  /** ids of what the panel is about */
  subjects: string[];
}

export type MeshPanel = Exclude<PanelName, 'path' | 'changes'>;

/** The part of the mesh that a panel draws; what it should be about and is not there is a reason. */
export function meshPart(
  snapshot: Snapshot,
  panel: MeshPanel,
  wish: PanelWish,
  locked: readonly string[] | null,
): Parsed<MeshPart> {
  const viewed = viewPart(snapshot, panel, wish, locked);
  if (!viewed.ok) return viewed;
  const { report, crossing, subjects } = viewed.value;
  const { graph, links, nodes, ...rest } = report;
  const view =
    panel === 'problems' ? { graph: { nodes: [], links: [] }, links: {}, nodes: {} } : { graph, links, nodes };
  return { ok: true, value: { report: rest, graph: encodeGraph(view), crossing, subjects } };
}

/** The same as a report, its graph as it is. */
export function viewPart(
  snapshot: Snapshot,
  panel: MeshPanel,
  wish: PanelWish,
  locked: readonly string[] | null,
): Parsed<Narrowed & { subjects: string[] }> {
  const { report, crossing } = narrowReport(snapshot.report, snapshot.state, locked);
  const about = subjectsOf(report, panel, wish);
  if (!about.ok) return about;
  const subjects = about.value;
  const isGraph = panel !== 'problems';
  const view = filterView(report, {
    namespaces: isGraph && panel !== 'edge' ? wish.namespaces : [],
    focus: null,
    depth: 0,
    problems: false,
  });
  const near =
    panel === 'map' || panel === 'namespace'
      ? aroundAll(view, subjects, wish.depth)
      : aroundAll(view, endsOf(report, subjects), 1);
  const causes = causesIn(report, wish.namespaces);
  return { ok: true, value: { report: { ...report, ...near, causes }, crossing, subjects } };
}

const endsOf = ({ graph }: MeshReport, subjects: readonly string[]): string[] => {
  const links = graph.links.filter(({ id }) => subjects.includes(id));
  return links.length === 0 ? [...subjects] : links.flatMap(({ from, to }) => [from, to]);
};

type View = ReturnType<typeof filterView>;

function aroundAll(view: View, ids: readonly string[], depth: number): View {
  if (ids.length === 0) return view;
  const parts = ids.map((focus) => filterView(view, { namespaces: [], focus, depth, problems: false }));
  const [nodes, links] = [
    new Set(parts.flatMap(({ graph }) => graph.nodes)),
    new Set(parts.flatMap(({ graph }) => graph.links)),
  ];
  const merged = <T>(pick: (part: View) => Record<string, T>): Record<string, T> =>
    Object.assign({}, ...parts.map(pick)) as Record<string, T>;
  return {
    graph: { nodes: [...nodes], links: [...links] },
    links: merged((part) => part.links),
    nodes: merged((part) => part.nodes),
  };
}

function causesIn(report: MeshReport, namespaces: readonly string[]): MeshReport['causes'] {
  if (namespaces.length === 0) return report.causes;
  const wanted = new Set(namespaces);
  const home = new Map(report.graph.nodes.map(({ id, namespace }) => [id, namespace]));
  const links = new Map(report.graph.links.map((link) => [link.id, link]));
  const isIn = (link: MeshLink | undefined) =>
    link !== undefined && (wanted.has(home.get(link.from) ?? '') || wanted.has(home.get(link.to) ?? ''));
  return report.causes.filter(
    ({ detection, namespaces: own, links: ids }) =>
      wanted.has(detection.subject.namespace) ||
      own.some((name) => wanted.has(name)) ||
      ids.some((id) => isIn(links.get(id))),
  );
}

/** Ids of nodes, or of the one link, that the panel is about; none where it is about everything. */
function subjectsOf(report: MeshReport, panel: MeshPanel, { focus, ask }: PanelWish): Parsed<string[]> {
  if (panel === 'edge') return linkOf(report, focus, ask);
  if (focus === '')
    return panel === 'workload'
      ? { ok: false, reason: 'Say which workload: focus=NAMESPACE/NAME.' }
      : { ok: true, value: [] };
  if (panel === 'problems' || panel === 'namespace') return { ok: true, value: [] };
  const found = report.graph.nodes.filter(
    ({ id, namespace, name, workloads }) =>
      id === focus ||
      (namespace !== '' && `${namespace}/${name}` === focus) ||
      workloads.some((one) => `${one.namespace}/${one.name}` === focus),
  );
  return found.length > 0
    ? { ok: true, value: found.map(({ id }) => id) }
    : { ok: false, reason: `There is no ${focus} here, or this panel may not show it. Write focus=NAMESPACE/NAME.` };
}

function linkOf({ graph }: MeshReport, focus: string, ask: string): Parsed<string[]> {
  if (focus === '' && ask === '')
    return { ok: false, reason: 'Say which call: ask=NAMESPACE/NAME -> NAMESPACE/NAME:PORT.' };
  const found = graph.links.find(({ id, query }) => id === focus || (ask !== '' && formatAsk(query) === ask));
  return found === undefined
    ? { ok: false, reason: `No such call is known here, or this panel may not show it: ${focus || ask}.` }
    : { ok: true, value: [found.id] };
}

/** The answer about a path. Both ends must lie in the namespaces of the panel; what lies between loses its names. */
export function pathPart(snapshot: Snapshot, ask: string, locked: readonly string[] | null): Parsed<PathResult> {
  const query = parseAsk(ask);
  if (!query.ok) return query;
  const { from, to } = query.value;
  if (locked !== null) {
    const outside = [from, to].find((end) => 'namespace' in end && !locked.includes(end.namespace));
    const isNamed = 'namespace' in to && ('namespace' in from || from.kind === 'outside');
    if (outside !== undefined || !isNamed) return { ok: false, reason: OUT_OF_SCOPE };
  }
  const result = explain(snapshot.state, { from, to, http: null });
  if (locked === null) return { ok: true, value: result };
  const { justBefore: _changes, ...told } = result;
  const conceal = createConceal(otherNamespaces(snapshot.state, snapshot.report.graph.nodes, locked));
  return { ok: true, value: conceal(told) };
}

const OUT_OF_SCOPE = 'This panel may only ask about paths between pods and Services of its own namespaces.';

/** The changes that a panel may tell of: those of its namespaces alone. */
export function changesPart(
  changes: readonly LoggedChange[],
  snapshot: Snapshot,
  locked: readonly string[] | null,
): readonly LoggedChange[] {
  if (locked === null) return changes;
  const own = changes.filter(
    ({ namespaces }) => namespaces.length > 0 && namespaces.every((name) => locked.includes(name)),
  );
  return createConceal(otherNamespaces(snapshot.state, snapshot.report.graph.nodes, locked))(own);
}
