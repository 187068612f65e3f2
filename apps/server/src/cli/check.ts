/** `hopscope check`: all findings. */
import { analyze, type CauseGroup, type MeshReport } from '@hopscope/core';
import type { Command } from './command-line.ts';
import { readMesh } from './read-mesh.ts';
import { toSarif } from './sarif.ts';
import { EXIT, type Paint, type Painter, painterOf, printable, type Terminal } from './terminal.ts';

/** Lists findings; resolves to 1 where any is broken, 2 where the mesh cannot be read. */
export async function runCheck(command: Extract<Command, { name: 'check' }>, terminal: Terminal): Promise<number> {
  const mesh = await readMesh(command.mesh, terminal);
  if (!mesh.ok) {
    terminal.err(`hopscope: ${printable(mesh.reason)}\n`);
    return EXIT.unknown;
  }
  const report = analyze(mesh.state);
  terminal.out(formOf(report, command.form, painterOf(terminal)));
  return report.causes.some(({ severity }) => severity === 'broken') ? EXIT.failed : EXIT.ok;
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

function plain(text: string): string {
  return printable(text).replaceAll('`', '');
}
