/** What changed between two revisions, keyed by id: small where little changed, and never a patch of positions. */
import {
  ChainStage,
  Counts,
  Headline,
  LinkState,
  MeshNode,
  type MeshReport,
  NodeState,
  type LinkState as State,
} from '@hopscope/core';
import { type Static, Type } from 'typebox';
import type { Fingerprint } from './fingerprint.ts';

const nullable = <T extends typeof Headline | typeof Counts>(schema: T) => Type.Union([schema, Type.Null()]);

export const Delta = Type.Object(
  {
    from: Type.Integer({ description: 'the revision it builds on' }),
    revision: Type.Integer({ description: 'the revision it leads to' }),
    asOf: Type.String({ description: 'RFC 3339 of the state at that revision' }),
    structure: Type.Boolean({ description: 'nodes or links came, went or ask something else: fetch /graph again' }),
    headline: nullable(Headline),
    counts: nullable(Counts),
    chain: Type.Union([Type.Array(ChainStage), Type.Null()]),
    causes: Type.Boolean({ description: 'findings changed: fetch /findings again' }),
    sources: Type.Boolean({ description: 'what can be read changed: fetch /sources again' }),
    links: Type.Object({ up: Type.Record(Type.String(), LinkState), del: Type.Array(Type.String()) }),
    nodes: Type.Object({
      up: Type.Record(Type.String(), Type.Object({ node: MeshNode, state: Type.Union([NodeState, Type.Null()]) })),
      del: Type.Array(Type.String()),
    }),
  },
  { description: 'null = unchanged' },
);
export type Delta = Static<typeof Delta>;

/** A report at a revision, as far as a delta needs it. */
export interface Revised {
  readonly revision: number;
  readonly report: MeshReport;
  readonly print: Fingerprint;
}

/** The way from one report to the next. */
export function deltaBetween(before: Revised, after: Revised): Delta {
  const { report, print } = after;
  const known = new Map(report.graph.nodes.map((node) => [node.id, node]));
  const links: Record<string, State> = {};
  for (const id of changedKeys(before.print.links, print.links)) {
    const state = report.links[id];
    if (state !== undefined) links[id] = state;
  }
  const nodes: Delta['nodes']['up'] = {};
  for (const id of changedKeys(before.print.nodes, print.nodes)) {
    nodes[id] = { node: known.get(id)!, state: report.nodes[id] ?? null };
  }
  return {
    from: before.revision,
    revision: after.revision,
    asOf: report.asOf,
    structure: before.print.structure !== print.structure,
    headline: before.print.headline === print.headline ? null : report.headline,
    counts: before.print.counts === print.counts ? null : report.counts,
    chain: before.print.chain === print.chain ? null : report.chain,
    causes: before.print.findings !== print.findings,
    sources: before.print.sources !== print.sources,
    links: { up: links, del: missingKeys(before.print.links, print.links) },
    nodes: { up: nodes, del: missingKeys(before.print.nodes, print.nodes) },
  };
}

function changedKeys(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].filter(([key, text]) => before.get(key) !== text).map(([key]) => key);
}

function missingKeys(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...before.keys()].filter((key) => !after.has(key));
}

/** Two deltas in a row as one. */
export function mergeDeltas(first: Delta, then: Delta): Delta {
  return {
    from: first.from,
    revision: then.revision,
    asOf: then.asOf,
    structure: first.structure || then.structure,
    headline: then.headline ?? first.headline,
    counts: then.counts ?? first.counts,
    chain: then.chain ?? first.chain,
    causes: first.causes || then.causes,
    sources: first.sources || then.sources,
    links: mergeKeyed(first.links, then.links),
    nodes: mergeKeyed(first.nodes, then.nodes),
  };
}

interface Keyed<T> {
  up: Record<string, T>;
  del: string[];
}

function mergeKeyed<T>(first: Keyed<T>, then: Keyed<T>): Keyed<T> {
  const gone = new Set(then.del);
  const kept = Object.entries(first.up).filter(([id]) => !gone.has(id));
  const back = first.del.filter((id) => then.up[id] === undefined && !gone.has(id));
  return { up: { ...Object.fromEntries(kept), ...then.up }, del: [...back, ...then.del] };
}
