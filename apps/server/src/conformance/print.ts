/** The report of a run: a line per corpus and kind, the failures, what was left out, the sum. */
import type { Outcome } from './outcome.ts';

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** How many passed, failed and were skipped. */
export function totalsOf(outcomes: readonly Outcome[]): Totals {
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') };
}

/** The whole report as lines. */
export function reportLines(outcomes: readonly Outcome[]): string[] {
  const { passed, failed, skipped } = totalsOf(outcomes);
  return [
    ...tableLines(outcomes),
    ...failureLines(outcomes),
    ...skippedLines(outcomes),
    '',
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ];
}

function tableLines(outcomes: readonly Outcome[]): string[] {
  const groups = groupsOf(outcomes);
  const width = Math.max(0, ...[...groups.keys()].map((key) => key.length));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const { passed, failed, skipped } = totalsOf(group);
      return `${key.padEnd(width)}  ${cell(passed, 'passed')}${cell(failed, 'failed')}${cell(skipped, 'skipped')}`.trimEnd();
    });
}

const cell = (count: number, word: string): string => (count === 0 ? '' : `${count} ${word}`).padEnd(14);

function groupsOf(outcomes: readonly Outcome[]): Map<string, Outcome[]> {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = `${outcome.corpus}  ${outcome.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return groups;
}

function failureLines(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter((outcome) => outcome.result === 'fail')
    .flatMap((outcome) => [
      '',
      `✗ ${outcome.corpus} ${outcome.kind} ${outcome.id}${outcome.why === '' ? '' : `: ${outcome.why}`}`,
      `    expected ${JSON.stringify(outcome.expected)}`,
      `    got      ${JSON.stringify(outcome.got)}`,
    ]);
}

function skippedLines(outcomes: readonly Outcome[]): string[] {
  const reasons = new Map<string, number>();
  for (const { result, kind, why } of outcomes) {
    const line = `${kind}: ${why}`;
    if (result === 'skip') reasons.set(line, (reasons.get(line) ?? 0) + 1);
  }
  if (reasons.size === 0) return [];
  return ['', 'Skipped:', ...[...reasons].sort().map(([line, count]) => `  ${String(count).padStart(4)}  ${line}`)];
}
