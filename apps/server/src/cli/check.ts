/** `hopscope check`: all findings. */
import { analyze, type CauseGroup, type MeshReport } from '@hopscope/core';
import { type Changed, changeMesh } from './change.ts';
import { formatWhatIf } from './change-text.ts';
import type { Command } from './command-line.ts';
import { runExpectations } from './expect.ts';
import { readMesh } from './read-mesh.ts';
import { toSarif } from './sarif.ts';
import { EXIT, type Paint, type Painter, painterOf, plain, printable, type Terminal, tell } from './terminal.ts';

type CheckCommand = Extract<Command, { name: 'check' }>;

/** Lists findings, or what a change would do to them, or whether expectations are met; resolves to the exit code. */
export async function runCheck(command: CheckCommand, terminal: Terminal): Promise<number> {
  const mesh = await readMesh(command.mesh, terminal);
  if (!mesh.ok) return tell(terminal, [mesh.reason], EXIT.unknown);
  if (command.expect.length > 0) return runExpectations(command, mesh.state, terminal);
  const changed = await changeMesh(mesh.state, command.change, terminal);
  if (changed?.ok === false) return tell(terminal, changed.reasons, EXIT.usage);
  const report = analyze(mesh.state);
  if (changed) return runChanged(command, changed, report, terminal);
  terminal.out(formOf(report, command.form, painterOf(terminal)));
  return report.causes.some(({ severity }) => severity === 'broken') ? EXIT.failed : EXIT.ok;
}

/** 1 where a call that got through would not, or where something broken would appear. */
function runChanged(
  { form }: CheckCommand,
  { answer, state, notes }: Extract<Changed, { ok: true }>,
  before: MeshReport,
  terminal: Terminal,
): number {
  const value = form === 'sarif' ? toSarif(analyze(state), before) : { ...answer, notes };
  const text =
    form === 'text' ? formatWhatIf(answer, notes, painterOf(terminal)) : `${JSON.stringify(value, null, 2)}\n`;
  terminal.out(text);
  const isWorse = answer.breaks > 0 || answer.appear.some(({ severity }) => severity === 'broken');
  return isWorse ? EXIT.failed : EXIT.ok;
}

function formOf(report: MeshReport, form: 'text' | 'json' | 'sarif', paint: Painter): string {
  if (form === 'text') return formatFindings(report, paint);
  const { asOf, cluster, headline, counts, causes, symptoms, notEvaluated, cannotJudge } = report;
  const value =
    form === 'sarif'
      ? toSarif(report)
      : { asOf, cluster, headline, counts, causes, symptoms, notEvaluated, cannotJudge };
  return `${JSON.stringify(value, null, 2)}\n`;
}

const SEVERITIES: Readonly<Record<CauseGroup['severity'], [mark: string, paint: Paint]>> = {
  broken: ['✗', 'red'],
  degraded: ['!', 'yellow'],
  latent: ['·', 'dim'],
};

/** All findings in plain words, the headline first. */
export function formatFindings(report: MeshReport, paint: Painter): string {
  const { headline, causes, cannotJudge, asOf } = report;
  const gaps = cannotJudge.map(
    ({ gap, links }) =>
      `  ${paint('blue', '?')} ${plain(`${gap.source}${gap.scope === null ? '' : ` of ${gap.scope}`}: ${gap.why}`)} (${amount(links, 'link')})`,
  );
  const lines = [
    paint('bold', plain(headline.sentence)),
    ...(headline.second === '' ? [] : [plain(headline.second)]),
    paint('dim', `As of ${asOf}.`),
    ...causes.flatMap((cause) => ['', ...formatGroup(cause, paint)]),
    ...(gaps.length === 0 ? [] : ['', 'What cannot be judged, and why:', ...gaps]),
  ];
  return `${lines.join('\n')}\n`;
}

function formatGroup(cause: CauseGroup, paint: Painter): string[] {
  const [mark, color] = SEVERITIES[cause.severity];
  const owner = cause.owner === '' ? '' : `, owner ${cause.owner}`;
  const since = cause.since === null ? '' : `, since ${cause.since}`;
  const breaks = cause.links.length === 0 ? 'no link' : amount(cause.links.length, 'link');
  return [
    `${paint(color, `${mark} ${cause.severity}`)} ${plain(cause.sentence)}`,
    paint(
      'dim',
      plain(`    ${cause.check}; blame: ${cause.blame}${owner}; ${cause.certainty}; hits ${breaks}${since}`),
    ),
    ...cause.detection.fix
      .slice(0, 1)
      .map(({ text, command }) => `    ${plain(text)}${command === '' ? '' : ` ${printable(command)}`}`),
  ];
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
