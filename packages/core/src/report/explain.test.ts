import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { CLIENT, guarded, onService, SERVER } from '../../scenarios/checks/pair.ts';
import { scenarios } from '../../scenarios/index.ts';
import type { Expectation } from '../../scenarios/scenario.ts';
import { nameOf } from '../state/refs.ts';
import { analyze } from './analyze.ts';
import { explain } from './explain.ts';
import type { PathResult } from './path-result.ts';

/** Every code the answer names as blocking, on any hop of any trace. */
const blockingCodes = (result: PathResult): string[] =>
  result.traces.flatMap((trace) =>
    trace.hops.flatMap((hop) => hop.checks.filter((check) => check.result === 'block').map((check) => check.code)),
  );
const namedCodes = (result: PathResult): string[] =>
  result.traces.flatMap((trace) =>
    trace.hops.flatMap((hop) => hop.checks.filter((check) => check.detection !== null).map((check) => check.code)),
  );

const blockingHop = (result: PathResult): string | null => result.firstBlocker?.hopKind ?? null;

/** The first blocker, or what degrades the call. */
const leading = (result: PathResult): (string | undefined)[] => [
  result.firstBlocker?.detection.check,
  ...result.risks.map((risk) => risk.detection.check),
];

/** What must not be said: causes, blame, more certainty than the evidence gives, words. */
function expectUnsaid(result: PathResult, wanted: Expectation, shown: string): void {
  for (const code of wanted.notCauses ?? []) expect(blockingCodes(result), shown).not.toContain(code);
  for (const blame of wanted.notBlame ?? []) expect(result.blame, shown).not.toBe(blame);
  if (wanted.certainty) expect([...wanted.certainty, null], shown).toContain(result.certainty);
  for (const words of wanted.notSaid ?? []) expect(result.sentence).not.toContain(words);
}

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  const state = stateOf(scenario.bundle());
  const report = analyze(state);
  const broken = new Set(report.causes.filter((cause) => cause.severity !== 'latent').map((cause) => cause.check));
  // What hangs on the request, or on who calls, shows only where it is asked about.
  const answers = scenario.asks.flatMap(({ from, to, http }) =>
    namedCodes(explain(state, questionOf(`${from} -> ${to}`, http))),
  );
  const found = new Set([...[...report.causes, ...report.symptoms].map((cause) => cause.check), ...answers]);

  it.each(scenario.asks.map((ask) => [`${ask.from} -> ${ask.to}`, ask] as const))('%s', (_name, ask) => {
    const { expect: wanted } = ask;
    const result = explain(state, questionOf(`${ask.from} -> ${ask.to}`, ask.http));
    const shown = `${result.sentence} [${blockingHop(result)} ${namedCodes(result).join(' ')}]`;
    const found = {
      hop: blockingHop(result),
      blame: result.blame,
      waypoint: result.waypoint && nameOf(result.waypoint),
    };
    expect(wanted.verdict, shown).toContain(result.verdict);
    for (const key of ['hop', 'blame', 'waypoint'] as const)
      if (wanted[key] !== undefined) expect(found[key], shown).toBe(wanted[key]);
    if (wanted.agreement !== undefined) expect(result.agreement?.kind ?? null, shown).toBe(wanted.agreement);
    if (wanted.cause !== undefined) expect(leading(result), shown).toContain(wanted.cause);
    expectUnsaid(result, wanted, shown);
  });

  it('finds what it is made for, and nothing that it must not', () => {
    for (const check of scenario.fires ?? []) expect([...found], report.headline.sentence).toContain(check);
    for (const check of scenario.silent ?? []) expect([...broken], report.headline.sentence).not.toContain(check);
  });
});

/** The Service's port is 80, its pods listen on 8080. */
const OF_PORT = (port: string, action: string) =>
  explain(
    stateOf(
      guarded()
        .authorizationPolicy('shop/ports', onService([{ to: [{ operation: { ports: [port] } }] }], action))
        .bundle(),
    ),
    questionOf(`${CLIENT} -> ${SERVER}`),
  );

describe('what rests on an inferred rule', () => {
  const codesAtWaypoint = ({ traces }: PathResult): string[] =>
    traces[0]!.hops.find(({ kind }) => kind === 'waypoint')!.checks.map(({ code }) => code);

  it.each([
    ['80', 'ALLOW', 'delivered'],
    ['8080', 'ALLOW', 'blocked'],
    ['80', 'DENY', 'blocked'],
    ['8080', 'DENY', 'delivered'],
  ])(
    "A9.port: port %s in an %s policy at the waypoint is %s, likely, for the pod's port decides otherwise",
    (port, action, verdict) => {
      const result = OF_PORT(port, action);
      expect(result).toMatchObject({ verdict, certainty: 'likely' });
      expect(codesAtWaypoint(result)).toContain('A9.port');
    },
  );

  it('A9.port: a port that is neither is refused for sure', () => {
    const result = OF_PORT('9', 'ALLOW');
    expect(result).toMatchObject({ verdict: 'blocked', certainty: 'confirmed' });
    expect(codesAtWaypoint(result)).not.toContain('A9.port');
  });
});
