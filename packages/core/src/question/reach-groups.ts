/** Puts ends together that come out the same for the same reason, with one sentence that holds for all of them. */
import { CHECKS } from '../checks/index.ts';
import { groupBy } from '../mesh/memory/look-up.ts';
import type { PathJudgement } from '../report/judge-path.ts';
import { nameOf, type Ref } from '../state/refs.ts';
import { decidersOf } from './deciders.ts';
import type { Decider, ReachEnd, ReachGroup } from './reach-answer.ts';

/** Ends with one answer. */
export interface Answered {
  ends: readonly ReachEnd[];
  judgement: PathJudgement;
}

/** Who gets through first; then by size, then by name. */
export function groupAnswers(answers: readonly Answered[]): ReachGroup[] {
  const drafts = answers.map(({ ends, judgement }) => ({ ends, group: groupOf(judgement) }));
  const merged = groupBy(drafts, ({ group }) => JSON.stringify(group));
  return [...merged.values()]
    .map((same) => ({ ends: same.flatMap(({ ends }) => ends).sort(byText), ...same[0]!.group }))
    .sort((a, b) => rank(a) - rank(b) || b.ends.length - a.ends.length || byText(a.ends[0]!, b.ends[0]!));
}

const ORDER = ['delivered', 'degraded', 'varies', 'unknown', 'blocked'];
const rank = ({ verdict }: ReachGroup): number => ORDER.indexOf(verdict);
const byText = (a: ReachEnd, b: ReachEnd): number => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);

function groupOf(judgement: PathJudgement): Omit<ReachGroup, 'ends'> {
  const { verdict, expected, blame, certainty, waypoint, groups } = judgement;
  const trace = groups[0]?.trace.trace;
  const deciders = decidersOf(judgement);
  const legs = trace?.legs ?? [];
  const skipped = trace?.skipped ?? '';
  const encrypted = legs.length > 0 && legs.every(({ protocol }) => protocol !== 'TCP');
  const sentence = sentenceFor(judgement, deciders);
  return { verdict, expected, blame, certainty, sentence, deciders, waypoint, skipped, encrypted };
}

const TITLES = new Map(CHECKS.map(({ id, title }) => [id, title]));

function sentenceFor(judgement: PathJudgement, deciders: readonly Decider[]): string {
  if (judgement.verdict === 'unknown') return unknownSentence(judgement);
  const [stopper] = deciders.filter(({ check }) => check !== '');
  if (stopper) return stopSentence(judgement, stopper);
  const weak = judgement.risks.find(({ detection }) => detection.severity === 'degraded')?.detection;
  const note = judgement.verdict === 'degraded' && weak ? ` But: ${titleOf(weak.check, weak.sentence)}.` : '';
  return `${admitSentence(deciders)}${note}`;
}

/** The gap without the place it was met at: that differs from end to end. */
function unknownSentence({ notChecked, expected }: PathJudgement): string {
  const gap = notChecked.find(({ decisive }) => decisive);
  const hint = expected === 'delivered' || expected === 'degraded' ? ' Nothing in the configuration stops it.' : '';
  return gap ? `Not known: ${gap.source} was not read.${hint}` : `Not known: not everything could be looked at.${hint}`;
}

function stopSentence({ verdict, firstBlocker }: PathJudgement, { check, object, rule }: Decider): string {
  const title = titleOf(check, firstBlocker?.detection.sentence ?? check);
  const some = verdict === 'varies' ? 'Some requests fail. ' : '';
  return `${some}${title}${object ? ` (${namedRef(object)}${rule === null ? '' : `, rule ${rule}`})` : ''}.`;
}

const titleOf = (check: string, otherwise: string): string => (TITLES.get(check) ?? otherwise).replace(/\.$/, '');

function admitSentence(deciders: readonly Decider[]): string {
  const parts = deciders.flatMap((decider) => admission(decider) ?? []);
  if (parts.length > 0) return `${upperFirst(parts.join('; '))}.`;
  return deciders.some(({ effect }) => effect === 'open')
    ? 'No policy restricts it: whoever calls is let in.'
    : 'Nothing on the way asks who calls.';
}

function admission({ effect, object, rule, hop }: Decider): string | null {
  if (effect === 'open') return null;
  const where = hop === 'waypoint' ? ' at the waypoint' : '';
  const what = object ? namedRef(object) : 'a policy that istiod adds for waypoints';
  const which = rule === null ? '' : `, rule ${rule}`;
  return effect === 'depends'
    ? `${what}${which}, decides by the HTTP request${where}`
    : `admitted by ${what}${which}${where}`;
}

const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const namedRef = (object: Ref): string => `${object.kind} \`${nameOf(object)}\``;
