/** Since when a path fails and what changed just before, in words. */
import type { BeforeChange, JustBefore } from '@hopscope/core';

/** `40 s before`, `3 min before`, `at the same moment`. */
export function secondsWord(seconds: number): string {
  if (seconds < 1) return 'at that moment';
  return seconds < 120 ? `${seconds} s before` : `${Math.round(seconds / 60)} min before`;
}

const TOLD_BY: Record<JustBefore['toldBy'], string> = {
  finding: 'the cause itself tells so',
  verdict: 'the verdict of this link changed then',
  'first-seen': 'the cause was first seen then',
  '': '',
};

export const toldByWord = (toldBy: JustBefore['toldBy']): string => TOLD_BY[toldBy];

const NEAR: Record<BeforeChange['near'], string> = {
  path: '',
  namespace: '(in a namespace of this path)',
  mesh: '(of the whole mesh)',
};

export const nearWord = (near: BeforeChange['near']): string => NEAR[near];

/** What the list is, or that it is empty. */
export function beforeWord({ since, changes }: JustBefore): string {
  if (changes.length > 0)
    return since === null ? 'The last changes of what stands on the way:' : 'What changed in the ten minutes before:';
  return since === null
    ? 'No change is known of what stands on the way.'
    : 'Nothing is known to have changed in the ten minutes before.';
}

/** `40 s after payments/allow-web was changed: rules`; '' where nothing on the way changed shortly before. */
export function afterWord({ changes }: JustBefore): string {
  const [first] = changes;
  if (!first || first.seconds === null || first.near !== 'path') return '';
  const what = first.sentence.replace(/\.$/, '');
  return `${secondsWord(first.seconds)
    .replace(/before$/, 'after')
    .replace('at that moment', 'when')} ${what}`;
}
