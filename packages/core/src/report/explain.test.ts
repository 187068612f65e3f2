import { describe, expect, it } from 'vitest';
import { type Ask, type Scenario, scenarios } from '../../scenarios/index.ts';
import { normalizeBundle, readBundleDocument } from '../normalize/bundle.ts';
import { parseFrom, parseTo } from '../path/query.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { analyze } from './analyze.ts';
import { explain } from './explain.ts';
import type { PathResult } from './path-result.ts';

function stateOf(scenario: Scenario): MeshState {
  const result = normalizeBundle(readBundleDocument(scenario.bundle()));
  if (!result.ok) throw new Error(result.reason);
  return result.state;
}

function answer(state: MeshState, ask: Ask): PathResult {
  const from = parseFrom(ask.from);
  const to = parseTo(ask.to);
  if (!from.ok || !to.ok) throw new Error(`cannot parse ${ask.from} -> ${ask.to}`);
  return explain(state, {
    from: from.value,
    to: to.value,
    http: ask.http ? { method: '', path: '', headers: {}, ...ask.http } : null,
  });
}

/** Every code the answer names as blocking, on any hop of any trace. */
const blockingCodes = (result: PathResult): string[] =>
  result.traces.flatMap((trace) =>
    trace.hops.flatMap((hop) => hop.checks.filter((check) => check.result === 'block').map((check) => check.code)),
  );
const namedCodes = (result: PathResult): string[] =>
  result.traces.flatMap((trace) =>
    trace.hops.flatMap((hop) => hop.checks.filter((check) => check.detection !== null).map((check) => check.code)),
  );

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  const state = stateOf(scenario);
  const report = analyze(state);
  const broken = new Set(report.causes.filter((cause) => cause.severity !== 'latent').map((cause) => cause.check));
  const found = new Set([...report.causes, ...report.symptoms].map((cause) => cause.check));

  it.each(scenario.asks.map((ask) => [`${ask.from} -> ${ask.to}`, ask] as const))('%s', (_name, ask) => {
    const result = answer(state, ask);
    const { expect: wanted } = ask;
    const shown = `${result.sentence} [${result.firstBlocker?.hopKind ?? 'none'} ${namedCodes(result).join(' ')}]`;
    expect(wanted.verdict, shown).toContain(result.verdict);
    if (wanted.hop !== undefined) expect(result.firstBlocker?.hopKind ?? null, shown).toBe(wanted.hop);
    if (wanted.cause !== undefined)
      expect(
        [result.firstBlocker?.detection.check, ...result.risks.map((risk) => risk.detection.check)],
        shown,
      ).toContain(wanted.cause);
    if (wanted.blame !== undefined) expect(result.blame, shown).toBe(wanted.blame);
    if (wanted.waypoint !== undefined)
      expect(result.waypoint ? `${result.waypoint.namespace}/${result.waypoint.name}` : null, shown).toBe(
        wanted.waypoint,
      );
    for (const code of wanted.notCauses ?? []) expect(blockingCodes(result), shown).not.toContain(code);
    for (const blame of wanted.notBlame ?? []) expect(result.blame, shown).not.toBe(blame);
  });

  it('finds what it is made for, and nothing that it must not', () => {
    for (const check of scenario.fires ?? []) expect([...found], report.headline.sentence).toContain(check);
    for (const check of scenario.silent ?? []) expect([...broken], report.headline.sentence).not.toContain(check);
  });
});
