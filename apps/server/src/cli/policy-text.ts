/** Policies rule by rule, and what changed just before a failure, in plain words for a terminal. */
import type { Hop, PathResult, PolicyReading } from '@hopscope/core';
import { type Painter, plain } from './terminal.ts';

/** The rounds of policies that one hop asks; of each the policies that decide, with their rules. */
export function formatRounds({ policies }: Hop, paint: Painter): string[] {
  return (policies ?? []).flatMap(({ title, sentence, policies: readings }) => [
    `        ${plain(title)}: ${plain(sentence)}`,
    ...readings.filter(isTelling).flatMap((reading) => formatReading(reading, paint)),
  ]);
}

const isTelling = ({ role }: PolicyReading): boolean => role === 'decides' || role === 'not-enforced';

const formatReading = ({ action, name, role, sentence, rules }: PolicyReading, paint: Painter): string[] => [
  paint('dim', `          ${action} ${plain(name)}${role === 'not-enforced' ? `: ${plain(sentence)}` : ''}`),
  ...rules.map((rule) => paint('dim', `            ${plain(rule.sentence)}`)),
];

/** Since when it fails, and the changes of the minutes before; nothing where nothing fails. */
export function formatJustBefore({ justBefore }: PathResult): string[] {
  if (!justBefore) return [];
  const { since, changes, more, unknown } = justBefore;
  return [
    ...(since === null ? [] : [`  fails since ${since}`]),
    ...changes.map(
      ({ at, seconds, sentence }) => `  - ${seconds === null ? at : `${seconds} s before`}: ${plain(sentence)}`,
    ),
    ...(more > 0 ? [`  - and ${more} more`] : []),
    ...(changes.length === 0 ? ['  - nothing is known to have changed'] : []),
    ...(unknown === '' ? [] : [`  ${plain(unknown)}`]),
  ];
}
