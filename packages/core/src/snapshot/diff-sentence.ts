/** The one sentence of a difference: what stopped, what came back, what is not known any more, and for which reason. */
import type { SnapshotDiff, SnapshotFlip } from './snapshot-diff.ts';

type Parts = Omit<SnapshotDiff, 'sentence' | 'notes'>;

const FAILS = new Set(['blocked', 'varies', 'degraded']);

/** Names what got worse first. */
export function diffSentence(parts: Parts): string {
  const { flips, appear, disappear } = parts;
  const fails = ({ verdict }: SnapshotFlip['before']): boolean => FAILS.has(verdict);
  const stopped = flips.filter(({ before, after }) => !fails(before) && fails(after));
  const recovered = flips.filter(({ before, after }) => fails(before) && after.verdict === 'delivered');
  const lost = flips.filter(({ before, after }) => before.verdict === 'delivered' && after.verdict === 'unknown');
  const said = [
    stopped.length === 0
      ? ''
      : `${amount(stopped.length, 'link')} that worked or might have worked ${fail(stopped.length)}`,
    recovered.length === 0 ? '' : `${amount(recovered.length, 'link')} that failed ${works(recovered.length)} again`,
    lost.length === 0 ? '' : `${amount(lost.length, 'link')} can no longer be judged`,
  ].filter((part) => part !== '');
  const verdicts = said.length === 0 ? quiet(parts) : `${capital(said.join(', '))}.`;
  const [reason] = appear;
  const gone =
    disappear.length === 0
      ? ''
      : ` ${capital(amount(disappear.length, 'reason'))} ${disappear.length === 1 ? 'is' : 'are'} gone.`;
  return reason === undefined ? `${verdicts}${gone}` : `${verdicts} New: ${reason.sentence}${gone}`;
}

function quiet({ flips, nodes, links, chain, policies, versions, appear, disappear }: Parts): string {
  const changes = [
    [flips.length, 'link changed its way or its verdict', 'links changed their way or their verdict'],
    [nodes.added.length + nodes.removed.length, 'node came or went', 'nodes came or went'],
    [links.added.length + links.removed.length, 'link came or went', 'links came or went'],
    [chain.length, 'component changed its state', 'components changed their state'],
    [policies.length, 'policy changed', 'policies changed'],
    [versions.length, 'component runs another release', 'components run another release'],
  ] as const;
  const told = changes.flatMap(([count, one, many]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]));
  if (told.length > 0) return `No verdict got worse or better: ${told.join(', ')}.`;
  return appear.length + disappear.length > 0 || nodes.changed.length > 0
    ? 'No verdict changed.'
    : 'Nothing that matters changed.';
}

const amount = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const fail = (count: number): string => (count === 1 ? 'fails' : 'fail');
const works = (count: number): string => (count === 1 ? 'works' : 'work');
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
