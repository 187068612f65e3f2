/** Links worth asking about. */
import type { LinkState, MeshLink, MeshReport, Verdict } from '@hopscope/core';

export interface Example {
  readonly link: MeshLink;
  readonly state: LinkState;
  /** why it is as it is: the cause where there is one */
  readonly why: string;
}

const WORTH: readonly Verdict[] = ['blocked', 'varies', 'degraded', 'unknown'];
const MOST = 8;

/** The links that fail, one of each cause before a second of the same; links that work where none fails. */
export function listExamples(report: MeshReport): { title: string; examples: Example[] } {
  const causes = new Map(report.causes.map((cause) => [cause.key, cause.sentence]));
  const all = report.graph.links.flatMap((link) => {
    const state = report.links[link.id];
    if (!state) return [];
    const why = causes.get(state.causes[0] ?? '') ?? state.sentence;
    return [{ link, state, why }];
  });
  const failing = all.filter(({ state }) => state.verdict === 'blocked' || state.verdict === 'varies');
  if (failing.length > 0) return { title: titleOf(failing.length), examples: spread(failing) };
  const doubtful = all.filter(({ state }) => WORTH.includes(state.verdict));
  if (doubtful.length > 0)
    return { title: 'Nothing is known to fail; these deserve a look', examples: spread(doubtful) };
  return { title: 'Nothing fails; some calls to look at', examples: all.slice(0, MOST) };
}

function titleOf(count: number): string {
  if (count === 1) return 'This link fails now';
  return count <= MOST ? `These ${count} links fail now` : `${count} links fail now, among them`;
}

/** By how bad it is, and every cause once before any comes again. */
function spread(examples: Example[]): Example[] {
  const seen = new Map<string, number>();
  const ranked = examples.map((example) => {
    const cause = example.state.causes[0] ?? example.state.sentence;
    const turn = seen.get(cause) ?? 0;
    seen.set(cause, turn + 1);
    return { example, turn, badness: WORTH.indexOf(example.state.verdict) };
  });
  return ranked
    .sort((a, b) => a.turn - b.turn || a.badness - b.badness)
    .slice(0, MOST)
    .map(({ example }) => example);
}
