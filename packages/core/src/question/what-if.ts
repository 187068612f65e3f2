/** What if these objects were applied, and those deleted? Both states are judged by the same rules, and what differs is told. */
import { type Static, Type } from 'typebox';
import { analyzeThoughtOf } from '../report/analyze.ts';
import { withoutMemory } from '../report/first-seen.ts';
import { judgePath } from '../report/judge-path.ts';
import { meshOf } from '../report/meshes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { Ref } from '../state/ref.ts';
import { nameOf } from '../state/refs.ts';
import { type AppliedAction, applyChange, type Change } from './apply-change.ts';
import { compareReports, type JudgeCall, ReportDiff } from './compare-reports.ts';

export const WhatIf = Type.Object({
  /** `3 links flip, 1 of them from delivered to blocked; 1 cause appears.` */
  sentence: Type.String(),
  actions: Type.Array(
    Type.Object({
      action: Type.Enum(['added', 'replaced', 'unchanged', 'removed', 'absent'] satisfies AppliedAction[]),
      object: Ref,
    }),
  ),
  /** what the reader must know to read the answer rightly */
  notes: Type.Array(Type.String()),
  ...ReportDiff.properties,
  /** links that get through now, and would not */
  breaks: Type.Integer(),
  asOf: Type.String(),
});
export type WhatIf = Static<typeof WhatIf>;

/** The answer, and the state after the change, of which more can be asked. */
export function whatIf(known: MeshState, change: Change): { answer: WhatIf; state: MeshState } {
  // Nothing is remembered of a mesh that is only thought of.
  const state = withoutMemory(known);
  const applied = applyChange(state, change);
  const diff = compareReports(analyzeThoughtOf(state), analyzeThoughtOf(applied.state), {
    before: callJudge(state),
    after: callJudge(applied.state),
  });
  const breaks = diff.links.filter(({ before, after }) => passes(before) && stops(after)).length;
  const { actions, notes } = applied;
  const answer = { sentence: sentenceOf(diff, breaks), actions, notes, ...diff, breaks, asOf: state.takenAt };
  return { answer, state: applied.state };
}

const callJudge =
  (state: MeshState): JudgeCall =>
  (query) => {
    const { verdict, sentence, waypoint } = judgePath(meshOf(state), query);
    return { verdict, sentence, waypoint: waypoint ? nameOf(waypoint) : '' };
  };

const passes = (verdict: string | null): boolean => verdict === 'delivered' || verdict === 'degraded';
const stops = (verdict: string | null): boolean => verdict === 'blocked' || verdict === 'varies';

function sentenceOf({ links, appear, disappear }: ReportDiff, breaks: number): string {
  if (links.length + appear.length + disappear.length === 0)
    return 'Nothing changes: every verdict and every finding stays as it is.';
  const mended = links.filter(({ before, after }) => stops(before) && passes(after)).length;
  const parts = [
    links.length === 0
      ? 'No verdict flips'
      : `${count(links.length, 'link')} ${links.length === 1 ? 'changes' : 'change'}`,
    ...(breaks > 0 ? [`${count(breaks, 'call')} that got through would not`] : []),
    ...(mended > 0 ? [`${count(mended, 'call')} that failed would get through`] : []),
    ...(appear.length > 0 ? [`${count(appear.length, 'finding')} would appear`] : []),
    ...(disappear.length > 0 ? [`${count(disappear.length, 'finding')} would be gone`] : []),
  ];
  return `${parts.join('; ')}.`;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
