/** Are the expectations met? Judged by the same walk as the path page; what cannot be judged is never called met. */
import { type Static, Type } from 'typebox';
import type { Mesh } from '../mesh/mesh.ts';
import { Verdict } from '../path/hop-kind.ts';
import { judgePath, type PathJudgement } from '../report/judge-path.ts';
import { meshOf } from '../report/meshes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { nullable } from '../state/metadata.ts';
import { formatAsk, formatTo } from '../state/path-query.ts';
import { nameOf } from '../state/refs.ts';
import { CALLER_KINDS } from './callers.ts';
import type { Expectation } from './expectation-file.ts';
import { judgeCallers } from './judge-callers.ts';
import { unreadKinds } from './unread-kinds.ts';

export const ExpectationStatus = Type.Enum(['met', 'not-met', 'unknown']);
export type ExpectationStatus = Static<typeof ExpectationStatus>;

export const ExpectationResult = Type.Object({
  name: Type.String(),
  file: Type.String(),
  /** 1-based */
  entry: Type.Integer(),
  line: Type.Integer(),
  /** `web/front -> shop/cart:80`, or `only … -> shop/cart:80` */
  ask: Type.String(),
  status: ExpectationStatus,
  /** what is the case, and where it differs from what is expected */
  sentence: Type.String(),
  /** null for `only` */
  verdict: nullable(Verdict),
  /** cause codes that stop it, the first one first */
  causes: Type.Array(Type.String()),
  /** for `only`: callers that get through and are not listed */
  others: Type.Array(Type.String()),
});
export type ExpectationResult = Static<typeof ExpectationResult>;

export const ExpectationReport = Type.Object({
  sentence: Type.String(),
  met: Type.Integer(),
  notMet: Type.Integer(),
  unknown: Type.Integer(),
  results: Type.Array(ExpectationResult),
  asOf: Type.String(),
});
export type ExpectationReport = Static<typeof ExpectationReport>;

/** Judges all of them over one state. */
export function checkExpectations(state: MeshState, expectations: readonly Expectation[]): ExpectationReport {
  const mesh = meshOf(state);
  const results = expectations.map((expectation) =>
    expectation.kind === 'only' ? onlyResult(mesh, expectation) : pathResult(mesh, expectation),
  );
  const count = (status: ExpectationStatus): number => results.filter((result) => result.status === status).length;
  const [met, notMet, unknown] = [count('met'), count('not-met'), count('unknown')];
  const rest = [
    ...(notMet > 0 ? [`${notMet} ${notMet === 1 ? 'is' : 'are'} not`] : []),
    ...(unknown > 0 ? [`${unknown} cannot be judged`] : []),
  ];
  const sentence = `${met} of ${results.length} expectations ${met === 1 ? 'is' : 'are'} met${rest.map((part) => `; ${part}`).join('')}.`;
  return { sentence, met, notMet, unknown, results, asOf: state.takenAt };
}

type PathExpectation = Extract<Expectation, { kind: 'path' }>;
type Answer = Pick<ExpectationResult, 'status' | 'sentence'>;

function pathResult(mesh: Mesh, expectation: PathExpectation): ExpectationResult {
  const { name, file, entry, line, from, to, http } = expectation;
  const judgement = judgePath(mesh, { from, to, http });
  return {
    name,
    file,
    entry,
    line,
    ask: formatAsk({ from, to, http }),
    ...answerTo(expectation, judgement),
    verdict: judgement.verdict,
    causes: causesOf(judgement),
    others: [],
  };
}

function causesOf({ firstBlocker, alsoBlocking, risks, verdict }: PathJudgement): string[] {
  const degrading = verdict === 'degraded' ? risks.filter(({ detection }) => detection.severity === 'degraded') : [];
  const all = [...(firstBlocker ? [firstBlocker] : []), ...alsoBlocking, ...degrading];
  return [...new Set(all.map(({ detection }) => detection.check))];
}

function answerTo(expectation: PathExpectation, judgement: PathJudgement): Answer {
  const { expect, because } = expectation;
  const { verdict, sentence, refusal } = judgement;
  if (verdict === 'unknown') return { status: 'unknown', sentence };
  const wanted = expect.join(' or ');
  // A caller or target that is not there is blocked by a slip of the pen as well: that proves no rule.
  if (refusal && because === null && expect.includes('blocked'))
    return { status: 'unknown', sentence: `${sentence} So whether it is stopped by a rule cannot be judged.` };
  if (!expect.includes(verdict))
    return { status: 'not-met', sentence: `Expected ${wanted}, but it is ${verdict}: ${sentence}` };
  return viaAnswer(expectation, judgement) ?? becauseAnswer(expectation, judgement) ?? { status: 'met', sentence };
}

function viaAnswer({ via }: PathExpectation, { waypoint, groups }: PathJudgement): Answer | null {
  if (via === null) return null;
  const passed = new Set(
    groups.map(({ trace }) => (trace.trace.waypoint ? nameOf(trace.trace.waypoint.gateway) : 'none')),
  );
  if (passed.size === 1 && passed.has(via)) return null;
  const what = waypoint ? `passes waypoint ${nameOf(waypoint)}` : 'passes no waypoint';
  const wanted = via === 'none' ? 'none' : `waypoint ${via}`;
  return { status: 'not-met', sentence: `Expected to pass ${wanted}, but it ${what}.` };
}

function becauseAnswer({ because, expect }: PathExpectation, judgement: PathJudgement): Answer | null {
  const codes = causesOf(judgement);
  if (because === null || codes.includes(because) || judgement.verdict === 'delivered') return null;
  const what = codes.length === 0 ? 'no cause is named' : `the cause is ${codes.join(', ')}`;
  return {
    status: 'not-met',
    sentence: `It is ${expect.join(' or ')} as expected, but not because of ${because}: ${what}. ${judgement.sentence}`,
  };
}

/**
 * Health probes are the kubelet's own and pass every policy of the mesh (N3): no rule could keep them out. And a client outside
 * calls only what something exposes.
 */
function onlyResult(mesh: Mesh, expectation: Extract<Expectation, { kind: 'only' }>): ExpectationResult {
  const { name, file, entry, line, to, http, only } = expectation;
  const listed = new Set(only.map(canonical));
  const isListed = (text: string, namespace: string): boolean =>
    listed.has(text) || (namespace !== '' && !text.includes(':') && listed.has(`${namespace}/*`));
  const others = judgeCallers(mesh, to, http).flatMap(({ callers, judgement }) => {
    const ends = callers
      .map(({ end }) => end)
      .filter((end) => end.kind !== 'node' && !(end.kind === 'outside' && judgement.refusal))
      .filter((end) => !isListed(end.text, end.namespace));
    return ends.map(({ text }) => ({ text, judgement }));
  });
  const through = others.filter(({ judgement }) => ['delivered', 'degraded', 'varies'].includes(judgement.verdict));
  const open = others.filter(({ judgement }) => judgement.verdict === 'unknown');
  const missing = others.find(({ judgement }) => judgement.refusal);
  const result = {
    name,
    file,
    entry,
    line,
    ask: `only ${only.join(', ') || 'nobody'} -> ${formatTo(to)}`,
    verdict: null,
  };
  const answer = onlyAnswer(formatTo(to), {
    missing: missing ? missing.judgement.sentence : '',
    through: through.map(({ text }) => text),
    open: open.map(({ text }) => text),
    unread: unreadKinds(mesh, CALLER_KINDS),
  });
  const causes = [...new Set(through.flatMap(({ judgement }) => causesOf(judgement)))];
  return { ...result, ...answer, causes, others: through.map(({ text }) => text).sort() };
}

interface OthersFound {
  /** why nobody can be asked about; '' = the target is there */
  missing: string;
  through: readonly string[];
  open: readonly string[];
  /** callers that may be there and could not be seen */
  unread: readonly string[];
}

function onlyAnswer(target: string, { missing, through, open, unread }: OthersFound): Answer {
  if (missing !== '') return { status: 'unknown', sentence: `${missing} So who reaches it cannot be judged.` };
  if (through.length > 0) {
    const verb = through.length === 1 ? 'gets' : 'get';
    return { status: 'not-met', sentence: `Also ${someOf(through)} ${verb} through to ${target}.` };
  }
  if (open.length > 0) {
    const verb = open.length === 1 ? 'reaches' : 'reach';
    return { status: 'unknown', sentence: `Whether ${someOf(open)} ${verb} ${target} is unknown.` };
  }
  return unread.length > 0
    ? {
        status: 'unknown',
        sentence: `Nobody else that is known reaches ${target}, but not all are known: ${unread[0]}.`,
      }
    : { status: 'met', sentence: `Nobody else reaches ${target}.` };
}

/** `workload:a/b` and `a/b` are the same caller. */
const canonical = (text: string): string => text.trim().replace(/^workload:/, '');

function someOf(names: readonly string[]): string {
  const shown = [...names].sort().slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
