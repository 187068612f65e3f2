/** Profile `team`: names of services stay, for the team knows them; addresses, nodes and hosts of the outside do not. */
import { createPseudonyms, type Hmac } from './pseudonyms.ts';
import { createTextRedactor, mapKeys, mapTexts } from './redact-text.ts';
import { SnapshotDocument } from './snapshot-document.ts';
import type { Redacted, Told } from './told.ts';

/** Nodes that nothing in the report names are handed in with `nodes`. */
export function redactTeam(told: Told, hmac: Hmac, nodes: Iterable<string>, domain: string): Redacted {
  const pseudonyms = createPseudonyms(hmac);
  const isName = (word: string): boolean => !WORDS.has(word);
  const names = { nodes: nodesNamed(told, nodes).filter(isName), hosts: hostsNamed(told).filter(isName), domain };
  const map = createTextRedactor(pseudonyms, names);
  const { links, nodes: states, ...report } = told.report;
  const mapped = mapTexts({ ...told, report }, map);
  return {
    told: { ...mapped, report: { ...mapped.report, links: sorted(mapKeys(links, map)), nodes: mapKeys(states, map) } },
    replaced: pseudonyms.counts(),
    removed: 0,
    rounded: 0,
  };
}

/** In the order of the pseudonyms: the old order would tell something of the names. */
function sorted(links: Told['report']['links']): Told['report']['links'] {
  for (const state of Object.values(links)) state.ztunnels.sort();
  return links;
}

/** Words that the schema itself uses: a node that is called so keeps its name, which says nothing then. */
const WORDS: ReadonlySet<string> = new Set([...wordsOf(SnapshotDocument), 'pod', 'node', 'host', 'ip', 'apiserver']);

function wordsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOf);
  if (typeof schema !== 'object' || schema === null) return [];
  const { const: only, enum: several, ...rest } = schema as { const?: unknown; enum?: unknown[] };
  const own = [only, ...(several ?? [])].filter((word): word is string => typeof word === 'string');
  return [...own, ...Object.values(rest).flatMap(wordsOf)];
}

function nodesNamed({ report, paths }: Told, more: Iterable<string>): string[] {
  const named = [
    ...more,
    ...report.graph.nodes.flatMap(({ nodes }) => nodes),
    ...Object.values(report.links).flatMap(({ ztunnels }) => ztunnels),
    ...[...report.causes, ...report.symptoms, ...(report.settling ?? [])].flatMap(({ nodes }) => nodes),
    ...report.chain.flatMap(({ cells }) => cells.flatMap(({ id }) => /^(?:ztunnel|cni):(.+)$/.exec(id)?.[1] ?? [])),
    ...paths.flatMap(({ query }) => (query.from.kind === 'node' ? [query.from.name] : [])),
  ];
  return [...new Set(named)];
}

function hostsNamed({ report, paths }: Told): string[] {
  const queries = [...report.graph.links.map(({ query }) => query), ...paths.map(({ query }) => query)];
  return [
    ...report.graph.nodes.flatMap(({ kind, name }) => (kind === 'external' ? [name] : [])),
    ...queries.flatMap(({ to }) => (to.kind === 'host' ? [to.host] : [])),
  ];
}
