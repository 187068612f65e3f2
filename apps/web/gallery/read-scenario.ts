/** What the engine says of a scenario: its report, and the answer to each of its questions. */
import {
  analyze,
  explain,
  type MeshReport,
  type MeshState,
  normalizeBundle,
  type PathResult,
  parseFrom,
  parseTo,
  readBundleDocument,
} from '@hopscope/core';
import type { Ask, Scenario } from '@hopscope/core/scenarios';

export interface ReadScenario {
  readonly state: MeshState;
  readonly report: MeshReport;
  readonly paths: readonly PathResult[];
}

/** Judges a scenario; throws where it cannot be read, which is a mistake in the scenario. */
export function readScenario({ id, bundle, asks }: Scenario): ReadScenario {
  const read = normalizeBundle(readBundleDocument(bundle()));
  if (!read.ok) throw new Error(`${id} cannot be read: ${read.reason}`);
  const { state } = read;
  return { state, report: analyze(state), paths: asks.map((ask) => explainAsk(state, id, ask)) };
}

function explainAsk(state: MeshState, id: string, { from, to, http }: Ask): PathResult {
  const [caller, target] = [parseFrom(from), parseTo(to)];
  if (!caller.ok) throw new Error(`${id}: ${from} cannot be read: ${caller.reason}`);
  if (!target.ok) throw new Error(`${id}: ${to} cannot be read: ${target.reason}`);
  const part = http && { method: http.method ?? 'GET', path: http.path ?? '/', headers: http.headers ?? {} };
  return explain(state, { from: caller.value, to: target.value, http: part ?? null });
}
