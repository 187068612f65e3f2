/** A report as a panel that is locked to some namespaces may tell it. */
import { type CauseGroup, countLinks, headlineOf, type MeshReport } from '@hopscope/core';
import { createConceal, type NamespaceState, otherNamespaces } from './conceal.ts';

export interface Narrowed {
  report: MeshReport;
  /** calls between the namespaces of the panel and others: they are counted, and nothing else is told of them */
  crossing: { links: number; failing: number };
}

/**
 * Only what lies wholly inside of the namespaces; null = everything. What crosses their border is counted, so that silence is
 * never taken for health. Causes stay where they touch what is inside, without the names of what is not.
 */
export function narrowReport(
  report: MeshReport,
  state: NamespaceState,
  namespaces: readonly string[] | null,
): Narrowed {
  if (namespaces === null) return { report, crossing: { links: 0, failing: 0 } };
  const wanted = new Set(namespaces);
  const nodes = report.graph.nodes.filter(({ namespace }) => wanted.has(namespace));
  const inside = new Set(nodes.map(({ id }) => id));
  const links = report.graph.links.filter(({ from, to }) => inside.has(from) && inside.has(to));
  const crossing = report.graph.links.filter(({ from, to }) => inside.has(from) !== inside.has(to));
  const failing = crossing.filter(({ id }) => isFailing(report.links[id]?.verdict)).length;
  const conceal = createConceal(otherNamespaces(state, report.graph.nodes, namespaces));
  const kept = new Set(links.map(({ id }) => id));
  const about = (causes: readonly CauseGroup[]) =>
    causes.filter((cause) => touches(cause, kept, wanted, report, inside)).map((cause) => within(cause, kept, wanted));
  const [causes, settling, symptoms] = [about(report.causes), about(report.settling ?? []), about(report.symptoms)];
  const states = Object.fromEntries(links.flatMap(({ id }) => pairOf(report.links, id)));
  const counts = countLinks(Object.values(states).map((state) => ({ state })));
  const parts = { counts, causes, settling, chain: [], cannotJudge: [], nodes: nodes.length };
  const headline = headlineOf(parts);
  const narrowed: MeshReport = {
    asOf: report.asOf,
    cluster: report.cluster,
    headline: {
      ...headline,
      second: [headline.second, crossingWords(crossing.length, failing)].filter(Boolean).join(' '),
    },
    counts,
    chain: [],
    graph: { nodes, links },
    links: states,
    nodes: Object.fromEntries(nodes.flatMap(({ id }) => pairOf(report.nodes, id))),
    causes,
    settling,
    symptoms,
    notEvaluated: report.notEvaluated.map(({ check, missing }) => ({ check, missing, reason: '' })),
    cannotJudge: [],
    sources: [],
  };
  return { report: conceal(narrowed), crossing: { links: crossing.length, failing } };
}

const isFailing = (verdict: string | undefined): boolean =>
  verdict === 'blocked' || verdict === 'degraded' || verdict === 'varies';

const pairOf = <T>(record: Readonly<Record<string, T>>, id: string): [string, T][] =>
  record[id] === undefined ? [] : [[id, record[id]]];

/** True for a cause that breaks something inside, is found on a node inside, or lies in one of the namespaces. */
function touches(
  cause: CauseGroup,
  links: ReadonlySet<string>,
  namespaces: ReadonlySet<string>,
  report: MeshReport,
  inside: ReadonlySet<string>,
): boolean {
  if (namespaces.has(cause.detection.subject.namespace) || cause.links.some((id) => links.has(id))) return true;
  return [...inside].some((id) => report.nodes[id]?.causes.includes(cause.key));
}

function within(cause: CauseGroup, links: ReadonlySet<string>, namespaces: ReadonlySet<string>): CauseGroup {
  const services = cause.services.filter((name) => namespaces.has(name.split('/')[0]!));
  return {
    ...cause,
    links: cause.links.filter((id) => links.has(id)),
    services,
    namespaces: cause.namespaces.filter((name) => namespaces.has(name)),
  };
}

function crossingWords(links: number, failing: number): string {
  if (links === 0) return '';
  const calls = links === 1 ? '1 call' : `${links} calls`;
  const how = failing === 0 ? '' : `; ${failing} of them ${failing === 1 ? 'does' : 'do'} not arrive as intended`;
  return `${calls} to or from other namespaces ${links === 1 ? 'is' : 'are'} not shown here${how}.`;
}
