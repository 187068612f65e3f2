/** `hopscope check`: all findings. */
import { analyze, type CauseGroup, type MeshReport, nameOf } from '@hopscope/core';
import { type Changed, changeMesh } from './change.ts';
import { formatWhatIf } from './change-text.ts';
import type { Command } from './command-line.ts';
import { docsOf } from './docs-section.ts';
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
  const value = form === 'sarif' ? toSarif(report) : toJson(report);
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Every finding names the section that describes its check. */
function toJson(report: MeshReport): object {
  const { asOf, cluster, headline, counts, causes, settling = [], symptoms, notEvaluated, cannotJudge } = report;
  const documented = (groups: readonly CauseGroup[]) =>
    groups.map((group) => ({ ...group, docs: docsOf(group.check) }));
  return {
    asOf,
    cluster,
    headline,
    counts,
    causes: documented(causes),
    settling: documented(settling),
    symptoms: documented(symptoms),
    notEvaluated,
    cannotJudge,
  };
}

const SEVERITIES: Readonly<Record<CauseGroup['severity'], [mark: string, paint: Paint]>> = {
  broken: ['✗', 'red'],
  degraded: ['!', 'yellow'],
  latent: ['·', 'dim'],
};

/** All findings in plain words: the headline, then the causes in the order of harm, what has just begun, what is not known. */
export function formatFindings(report: MeshReport, paint: Painter): string {
  const { headline, causes, settling = [], symptoms, cannotJudge, asOf } = report;
  const gaps = cannotJudge.map(
    ({ gap, links }) =>
      `  ${paint('blue', '?')} ${plain(`${gap.source}${gap.scope === null ? '' : ` of ${gap.scope}`}: ${gap.why}`)} (${amount(links, 'link')})`,
  );
  const lines = [
    paint('bold', plain(headline.sentence)),
    ...(headline.second === '' ? [] : [plain(headline.second)]),
    paint('dim', `As of ${asOf}.`),
    ...causes.flatMap((cause) => ['', ...formatGroup(cause, paint)]),
    ...listOf('Just begun, and may pass:', settling, paint),
    ...listOf('Explained by the above:', symptoms, paint),
    ...(gaps.length === 0 ? [] : ['', 'What cannot be judged, and why:', ...gaps]),
  ];
  return `${lines.join('\n')}\n`;
}

function listOf(title: string, groups: readonly CauseGroup[], paint: Painter): string[] {
  if (groups.length === 0) return [];
  return ['', title, ...groups.map(({ sentence, check }) => `  ${plain(sentence)} ${paint('dim', docsOf(check))}`)];
}

function formatGroup(cause: CauseGroup, paint: Painter): string[] {
  const [mark, color] = SEVERITIES[cause.severity];
  return [
    `${paint(color, `${mark} ${cause.severity}`)} ${plain(cause.sentence)}`,
    paint('dim', plain(`    ${whoseOf(cause)}`)),
    paint('dim', plain(`    hits ${reachOf(cause)}`)),
    ...cause.detection.fix
      .slice(0, 1)
      .map(({ text, command }) => `    ${plain(text)}${command === '' ? '' : ` ${printable(command)}`}`),
    paint('dim', `    ${docsOf(cause.check)}`),
  ];
}

/** The object at fault, its team, whose kind of problem it is, how sure that is and since when. */
function whoseOf({ detection, owner, blame, certainty, since }: CauseGroup): string {
  const { kind, name } = detection.subject;
  const parts = [
    name === '' ? '' : `${kind} ${nameOf(detection.subject)}`,
    owner === '' ? '' : `owner ${owner}`,
    `blame ${blame}`,
    certainty,
    since === null ? '' : `since ${since}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Links, services, namespaces and nodes; a few are named, many are counted. */
function reachOf({ links, services, namespaces, nodes, pods }: CauseGroup): string {
  const named = (names: readonly string[], what: string): string =>
    names.length === 0
      ? ''
      : names.length > 3
        ? amount(names.length, what)
        : `${what}${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
  const parts = [
    links.length === 0 ? 'no known link' : amount(links.length, 'link'),
    named(services, 'service'),
    namespaces.length > 1 ? named(namespaces, 'namespace') : '',
    named(nodes, 'node'),
    pods === 0 ? '' : amount(pods, 'pod'),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
