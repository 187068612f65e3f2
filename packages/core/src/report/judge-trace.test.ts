import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { CLIENT, guarded, pair, SERVER } from '../../scenarios/checks/pair.ts';
import { scenarios } from '../../scenarios/index.ts';
import type { Mesh as Declared } from '../../scenarios/mesh/mesh.ts';
import type { Check } from '../checks/check.ts';
import { evaluation } from '../checks/evidence.ts';
import { indexMesh } from '../mesh/mesh.ts';
import type { HopKind, Severity } from '../path/hop-kind.ts';
import { tracePath } from '../path/walk.ts';
import { ref } from '../state/refs.ts';
import { analyze } from './analyze.ts';
import { judgeTrace } from './judge-trace.ts';
import { meshFindings, runChecks } from './mesh-findings.ts';

const SUBJECT = ref('Node', '', 'node-1');

/** A check that always says the same of one hop. */
function saying(id: string, hop: HopKind, severity: Severity, more: Partial<Check> = {}): Check {
  const base = { id, number: 1, stage: 'nodes', title: id, blame: 'istio', severity, hops: [hop], tier: 0 } as const;
  const judge = (): ReturnType<NonNullable<Check['judge']>> => ({
    subject: ref('Node', '', id),
    sentence: `${id}.`,
    evidence: [evaluation('X', id)],
  });
  return { ...base, needs: ['Pod'], why: '', notProof: '', cite: '', judge, ...more };
}

/** `client pass, source-ztunnel block, …` for the pair's call under these checks alone. */
function judged(checks: readonly Check[], declared: Declared = pair()) {
  const mesh = indexMesh(stateOf(declared.bundle()));
  const findings = { ...runChecks(mesh, checks), checks: new Map(checks.map((check) => [check.id, check])) };
  const [trace] = tracePath(mesh, questionOf(`${CLIENT} -> ${SERVER}`)).traces;
  const result = judgeTrace(mesh, findings, trace!);
  return { ...result, states: result.hops.map(({ hop, state }) => `${hop.kind} ${state}`) };
}

/** Checks are not asked of a trace none of whose hops they name (`judgingOn`), so they may show on no other. */
describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  it('shows what is found only on hops that its check names', () => {
    const state = stateOf(scenario.bundle());
    const mesh = indexMesh(state);
    const queries = [
      ...analyze(state).graph.links.map((link) => link.query),
      ...scenario.asks.map((ask) => questionOf(`${ask.from} -> ${ask.to}`, ask.http)),
    ];
    for (const trace of queries.flatMap((query) => tracePath(mesh, query).traces))
      for (const check of meshFindings(mesh).judging) {
        const hop = check.judge?.(mesh, trace)?.hop;
        if (hop !== undefined) expect(check.hops, check.id).toContain(hop);
      }
  });
});

describe('states of hops', () => {
  it('pass where nothing is found', () => {
    const { states, verdict, expected, firstBlock } = judged([]);
    expect(states).toEqual([
      'client pass',
      'source-ztunnel pass',
      'resolution pass',
      'outbound-link pass',
      'destination-ztunnel pass',
      'destination pass',
    ]);
    expect({ verdict, expected, firstBlock }).toEqual({ verdict: 'delivered', expected: 'delivered', firstBlock: -1 });
  });

  it('go on past a block, to what would pass and what would block', () => {
    const { states, verdict, firstBlock } = judged([
      saying('a', 'source-ztunnel', 'broken'),
      saying('b', 'outbound-link', 'broken'),
      saying('c', 'destination', 'degraded'),
    ]);
    expect(states).toEqual([
      'client pass',
      'source-ztunnel block',
      'resolution would-pass',
      'outbound-link would-block',
      'destination-ztunnel would-pass',
      'destination would-pass',
    ]);
    expect({ verdict, firstBlock }).toEqual({ verdict: 'blocked', firstBlock: 1 });
  });

  it('warn where it works less well, and note what may fail later', () => {
    const { states, verdict } = judged([saying('a', 'destination', 'degraded'), saying('b', 'client', 'latent')]);
    expect(states.filter((state) => !state.endsWith('pass'))).toEqual(['destination warn']);
    expect(verdict).toBe('degraded');
  });

  it('are not reached where a cause before explains what shows there', () => {
    const { states, hops } = judged([
      saying('a', 'source-ztunnel', 'broken', { stage: 'client', explains: ['b'] }),
      saying('b', 'destination', 'broken'),
    ]);
    expect(states.at(-1)).toBe('destination not-reached');
    expect(hops.at(-1)?.findings[0]?.explained).toBe(true);
  });

  it('block by themselves where what is sick on one node would explain another node', () => {
    const { states } = judged([
      saying('a', 'source-ztunnel', 'broken', { explains: ['b'] }),
      saying('b', 'destination', 'broken'),
    ]);
    expect(states.at(-1)).toBe('destination would-block');
  });

  it('stay unknown after a block where they cannot be seen', () => {
    const { states, verdict, expected } = judged([saying('a', 'client', 'broken')], pair().forbidReadings());
    expect(states).toContain('source-ztunnel unknown');
    expect({ verdict, expected }).toEqual({ verdict: 'blocked', expected: 'blocked' });
  });

  it('block although something there is unknown', () => {
    const { states, verdict } = judged([saying('a', 'source-ztunnel', 'broken')], pair().forbidReadings());
    expect(states).toContain('source-ztunnel block');
    expect(verdict).toBe('blocked');
  });

  it('leave the verdict unknown without a block, and say what is expected', () => {
    const { verdict, expected } = judged([saying('a', 'client', 'degraded')], pair().forbidReadings());
    expect({ verdict, expected }).toEqual({ verdict: 'unknown', expected: 'degraded' });
  });
});

describe('findings of a hop', () => {
  it('come in order of harm, then of the catalogue', () => {
    const { hops } = judged([
      saying('late', 'client', 'broken', { number: 9 }),
      saying('weak', 'client', 'degraded', { number: 2 }),
      saying('first', 'client', 'broken', { number: 3 }),
    ]);
    expect(hops[0]?.findings.map((finding) => finding.detection.check)).toEqual(['first', 'late', 'weak']);
  });

  it('show on the hop the check names, else on the first that it covers', () => {
    const named = saying('a', 'client', 'broken', { hops: ['client', 'destination'] });
    const at = judged([{ ...named, judge: () => ({ ...named.judge!(null!, null!)!, hop: 'destination' }) }]);
    expect(at.states.at(-1)).toBe('destination block');
    const missing = judged([{ ...named, judge: () => ({ ...named.judge!(null!, null!)!, hop: 'waypoint' }) }]);
    expect(missing.states[0]).toBe('client block');
  });

  it('of the mesh as a whole count where their object stands', () => {
    const detect = (): ReturnType<NonNullable<Check['detect']>> => [
      { subject: SUBJECT, sentence: 'a.', evidence: [evaluation('X', 'a')] },
    ];
    const bare = saying('a', 'source-ztunnel', 'broken');
    const { judge: _judge, ...seeing } = { ...bare, detect };
    expect(judged([seeing]).states[1]).toBe('source-ztunnel block');
    expect(judged([{ ...seeing, onPath: () => null }]).states[1]).toBe('source-ztunnel pass');
    expect(judged([{ ...seeing, onPath: () => 'degraded' }]).states[1]).toBe('source-ztunnel warn');
    expect(judged([{ ...seeing, hops: ['destination'] }]).verdict).toBe('delivered');
  });
});

describe('a check that fails', () => {
  const bad = (part: Partial<Check>): Check => saying('bad', 'waypoint', 'broken', part);
  const fail = (): never => {
    throw new Error('out of cheese');
  };

  it('on a trace leaves what it covers unknown, with its message, and takes no other down', () => {
    const { states, verdict, expected, hops } = judged(
      [bad({ judge: fail }), saying('good', 'client', 'degraded')],
      guarded(),
    );
    expect(states).toContain('waypoint unknown');
    expect(states).toContain('client warn');
    expect({ verdict, expected }).toEqual({ verdict: 'unknown', expected: 'degraded' });
    const gap = hops.find(({ hop }) => hop.kind === 'waypoint')?.hop.gaps.at(-1);
    expect(gap?.why).toBe('the check bad failed: out of cheese');
  });

  it('on a hop does the same', () => {
    const detect = (): ReturnType<NonNullable<Check['detect']>> => [
      { subject: SUBJECT, sentence: 'a.', evidence: [evaluation('X', 'a')] },
    ];
    const { judge: _judge, ...check } = saying('bad', 'source-ztunnel', 'broken', { detect, onPath: fail });
    const { states, verdict } = judged([check]);
    expect(states[1]).toBe('source-ztunnel unknown');
    expect(verdict).toBe('unknown');
  });
});
