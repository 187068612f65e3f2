/** A path in plain words: the sentence first, then the lane of hops, then what else is wrong and what was not looked at. */
import {
  type Cause,
  type Hop,
  type HopCheck,
  type NotChecked,
  nameOf,
  type PathResult,
  type Trace,
} from '@hopscope/core';
import { formatJustBefore, formatRounds } from './policy-text.ts';
import { type Paint, type Painter, plain, printable } from './terminal.ts';

const VERDICTS: Readonly<Record<PathResult['verdict'], [mark: string, paint: Paint]>> = {
  delivered: ['✓', 'green'],
  degraded: ['!', 'yellow'],
  varies: ['!', 'yellow'],
  blocked: ['✗', 'red'],
  unknown: ['?', 'blue'],
};

const HOPS: Readonly<Record<Hop['state'], [mark: string, paint: Paint, word: string]>> = {
  pass: ['✓', 'green', ''],
  block: ['✗', 'red', 'stops here'],
  warn: ['!', 'yellow', ''],
  unknown: ['?', 'blue', 'not known'],
  'not-reached': ['·', 'dim', 'not reached'],
  'would-pass': ['·', 'dim', 'would pass'],
  'would-block': ['✗', 'red', 'would stop here too'],
  hidden: ['?', 'dim', 'not visible'],
  'not-applicable': ['·', 'dim', ''],
};

const CHECKS: Readonly<Record<HopCheck['result'], [mark: string, paint: Paint]>> = {
  pass: ['✓', 'green'],
  block: ['✗', 'red'],
  warn: ['!', 'yellow'],
  note: ['·', 'dim'],
  unknown: ['?', 'blue'],
};

const BLAMES: Readonly<Record<NonNullable<PathResult['blame']>, string>> = {
  kubernetes: 'Kubernetes (pods, Services, nodes, network)',
  application: 'the application',
  istio: 'Istio (its running components)',
  configuration: 'configuration (what people wrote)',
};

/** The whole answer for a terminal. */
export function formatPath(result: PathResult, paint: Painter): string {
  const [mark, color] = VERDICTS[result.verdict];
  const lines = [
    `${paint(color, mark)} ${paint('bold', plain(result.sentence))}`,
    '',
    `  path     ${plain(result.ask)}`,
    `  verdict  ${paint(color, result.verdict)}${expectation(result)}`,
    ...(result.blame === null
      ? []
      : [`  blame    ${BLAMES[result.blame]}${result.certainty === null ? '' : `, ${result.certainty}`}`]),
    ...(result.agreement ? [`  traffic  ${plain(result.agreement.sentence)}`] : []),
    ...(result.agreement?.suspects ?? []).map((suspect) => `           - ${plain(suspect)}`),
    `  as of    ${result.asOf}`,
    ...result.traces.flatMap((trace) => ['', ...formatTrace(trace, paint)]),
    ...section(
      'Also blocking',
      result.alsoBlocking.map((cause) => formatCause(cause, paint)),
    ),
    ...section(
      'Risks on this path',
      result.risks.map((cause) => formatCause(cause, paint)),
    ),
    ...section(
      'Since when, and what changed just before',
      [formatJustBefore(result)].filter((lines) => lines.length > 0),
    ),
    ...section('How to mend it', remediesOf(result)),
    ...section(
      'Not checked',
      result.notChecked.map((gap) => formatGap(gap, paint)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function expectation({ verdict, expected }: PathResult): string {
  return verdict === 'unknown' && expected !== 'unknown' ? ` (the configuration alone says: ${expected})` : '';
}

function section(title: string, entries: readonly string[][]): string[] {
  return entries.length === 0 ? [] : ['', `${title}:`, ...entries.flat()];
}

function formatTrace(trace: Trace, paint: Painter): string[] {
  const share = trace.when === '' ? `${Math.round(trace.weight * 100)} % of requests` : `if ${plain(trace.when)}`;
  const title = trace.label === '' ? [] : [paint('bold', `${plain(trace.label)} (${share}, ${trace.verdict})`)];
  return [...title, ...trace.hops.flatMap((hop) => formatHop(hop, paint))];
}

function formatHop(hop: Hop, paint: Painter): string[] {
  const [mark, color, word] = HOPS[hop.state];
  const notes = [hop.protocol, word].filter((note) => note !== '').join(', ');
  const head = `  ${String(hop.seq).padStart(2)}. ${paint(color, mark)} ${plain(hop.title)}${notes === '' ? '' : paint('dim', ` (${notes})`)}`;
  const detail = hop.detail === '' ? [] : [paint('dim', `        ${plain(hop.detail)}`)];
  // A hop that is well speaks for itself; evidence is for what is not.
  const checks = hop.checks.filter(({ result }) => result === 'block' || result === 'warn');
  const rounds = hop.state === 'block' ? formatRounds(hop, paint) : [];
  return [head, ...detail, ...checks.flatMap((check) => formatCheck(check, paint)), ...rounds];
}

function formatCheck(check: HopCheck, paint: Painter): string[] {
  const [mark, color] = CHECKS[check.result];
  return [
    `        ${paint(color, mark)} ${plain(check.sentence)} ${paint('dim', `[${check.code}]`)}`,
    ...evidenceOf(check.detection),
  ];
}

function evidenceOf(detection: HopCheck['detection']): string[] {
  return (detection?.evidence ?? []).map(({ object, field, observed, expected, at }) => {
    const where = object === null ? '' : `${object.kind} ${nameOf(object)}: `;
    const wanted = expected === '' ? '' : ` (expected ${expected})`;
    return plain(`          ${where}${field} = ${observed}${wanted}${at === null ? '' : `, ${at}`}`);
  });
}

function formatCause({ detection, hopTitle, hopSeq }: Cause, paint: Painter): string[] {
  const [mark, color]: [string, Paint] = detection.severity === 'broken' ? ['✗', 'red'] : ['!', 'yellow'];
  return [
    `  ${paint(color, mark)} ${plain(detection.sentence)} ${paint('dim', `[${detection.check}, hop ${hopSeq}: ${plain(hopTitle)}]`)}`,
  ];
}

function remediesOf({ firstBlocker, alsoBlocking }: PathResult): string[][] {
  const causes = firstBlocker === null ? alsoBlocking : [firstBlocker, ...alsoBlocking];
  return causes.flatMap(({ detection }) =>
    detection.fix.map(({ text, command, diff }) => [
      `  - ${plain(text)}`,
      ...(command === ''
        ? []
        : printable(command)
            .split('\n')
            .map((line) => `      ${line}`)),
      ...diff.map((line) => `      ${printable(line)}`),
    ]),
  );
}

function formatGap({ source, scope, why, permission, decisive }: NotChecked, paint: Painter): string[] {
  const where = scope === null ? source : `${source} of ${scope}`;
  const needed = permission === null ? '' : `; needs ${describePermission(permission)}`;
  return [
    `  ${paint('blue', '?')} ${plain(`${where}: ${why}${needed}`)}${decisive ? ' (the verdict hangs on it)' : ''}`,
  ];
}

/** `list pods in namespace shop`, as RBAC would say it. */
export function describePermission({
  verb,
  resource,
  group,
  namespace,
}: NonNullable<NotChecked['permission']>): string {
  const what = group === '' ? resource : `${resource}.${group}`;
  return `${verb} ${what} ${namespace === null ? 'in the whole cluster' : `in namespace ${namespace}`}`;
}
