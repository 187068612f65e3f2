/** `hopscope check --expect`: are the expectations of a file met? */
import {
  checkExpectations,
  type ExpectationReport,
  type ExpectationResult,
  type MeshState,
  readExpectations,
} from '@hopscope/core';
import { type Limits, readBundleFiles } from '../sources/bundle-files.ts';
import { type Changed, changeMesh } from './change.ts';
import { formatActions } from './change-text.ts';
import type { Command } from './command-line.ts';
import { expectationsToSarif } from './sarif.ts';
import { EXIT, type Paint, type Painter, painterOf, plain, type Terminal, tell } from './terminal.ts';

const LIMITS: Limits = { bytes: 4 << 20, files: 100 };

type CheckCommand = Extract<Command, { name: 'check' }>;

/** Judges and prints; resolves to 0 all met, 1 one is not, 2 one cannot be judged and none failed, 64 a file cannot be read. */
export async function runExpectations(command: CheckCommand, state: MeshState, terminal: Terminal): Promise<number> {
  const expectations: ReturnType<typeof readExpectations>['expectations'] = [];
  for (const path of command.expect) {
    const read = await readBundleFiles(path, terminal.readStdin, LIMITS);
    if (!read.ok) return tell(terminal, [read.reason], EXIT.usage);
    for (const file of read.files) {
      const found = readExpectations(file);
      if (found.problems.length > 0) return tell(terminal, found.problems, EXIT.usage);
      expectations.push(...found.expectations);
    }
  }
  const changed = await changeMesh(state, command.change, terminal);
  if (changed?.ok === false) return tell(terminal, changed.reasons, EXIT.usage);
  const report = checkExpectations(changed?.state ?? state, expectations);
  const before = changed ? checkExpectations(state, expectations) : null;
  terminal.out(formOf(report, before, changed, command.form, painterOf(terminal)));
  return report.notMet > 0 ? EXIT.failed : report.unknown > 0 ? EXIT.unknown : EXIT.ok;
}

type Applied = Extract<Changed, { ok: true }> | null;

function formOf(
  report: ExpectationReport,
  before: ExpectationReport | null,
  changed: Applied,
  form: CheckCommand['form'],
  paint: Painter,
): string {
  if (form === 'sarif') return `${JSON.stringify(expectationsToSarif(report), null, 2)}\n`;
  if (form === 'text') return formatExpectations(report, before, changed, paint);
  const change = changed && { actions: changed.answer.actions, notes: changed.notes };
  const results = report.results.map((result, i) => ({ ...result, before: before?.results[i]?.status ?? null }));
  return `${JSON.stringify({ ...report, results, change }, null, 2)}\n`;
}

const MARKS: Readonly<Record<ExpectationResult['status'], [mark: string, paint: Paint]>> = {
  met: ['✓ met', 'green'],
  'not-met': ['✗ not met', 'red'],
  unknown: ['? unknown', 'blue'],
};

function formatExpectations(
  report: ExpectationReport,
  before: ExpectationReport | null,
  changed: Applied,
  paint: Painter,
): string {
  const lines = [
    paint('bold', plain(report.sentence)),
    ...(changed ? formatActions(changed.answer, changed.notes, paint) : []),
    '',
    ...report.results.flatMap((result, i) => formatResult(result, before?.results[i] ?? null, paint)),
  ];
  return `${lines.join('\n')}\n`;
}

function formatResult(result: ExpectationResult, before: ExpectationResult | null, paint: Painter): string[] {
  const { status, name, ask, sentence, file, line } = result;
  const [mark, color] = MARKS[status];
  const was = before && before.status !== status ? `, before the change ${MARKS[before.status][0].slice(2)}` : '';
  const title = name === '' ? ask : `${name}: ${ask}`;
  const where = paint('dim', ` (${plain(file)}:${line}${was})`);
  return [`${paint(color, mark)} ${plain(title)}${where}`, ...(status === 'met' ? [] : [`    ${plain(sentence)}`])];
}
