/** A path answer as text to paste: into a chat as it is, or into a ticket as Markdown. */
import { type Cause, formatAsk, type Hop, type HopState, nameOf, type PathResult, type Remedy } from '@hopscope/core';
import { plainText } from '../marks/Prose.tsx';
import { ageBetween, utcMinute } from './age.ts';
import { afterWord, beforeWord, secondsWord } from './before-words.ts';
import {
  alsoBlockingWord,
  basisWord,
  gapWord,
  kindWord,
  stateWord,
  tellingTrace,
  traceWords,
  unknownWord,
  whereWord,
} from './path-words.ts';

const MARKS: Record<HopState, string> = {
  pass: '✓',
  block: '✗',
  warn: '!',
  unknown: '?',
  'not-reached': '·',
  'would-pass': '·',
  'would-block': '×',
  hidden: '?',
  'not-applicable': '–',
};

/** How one form writes its parts. The order of the parts is the same in both. */
interface Form {
  /** text with names in backticks */
  prose: (text: string) => string;
  heading: (text: string) => string;
  title: (text: string) => string;
  item: (text: string) => string;
  /** lines with a number before each */
  hop: (hop: Hop, text: string) => string;
  code: (lines: readonly string[], language: string) => string[];
  link: (url: string) => string;
}

const TEXT: Form = {
  prose: plainText,
  heading: (text) => `${text}:`,
  title: plainText,
  item: (text) => `- ${plainText(text)}`,
  hop: (hop, text) => `${String(hop.seq).padStart(2)} ${MARKS[hop.state]} ${plainText(text)}`,
  code: (lines) => lines.map((line) => `    ${line}`),
  link: (url) => url,
};

const MARKDOWN: Form = {
  prose: (text) => text,
  heading: (text) => `**${text}**`,
  title: (text) => `### ${text}`,
  item: (text) => `- ${text}`,
  hop: (hop, text) => `${hop.seq}. ${MARKS[hop.state]} ${hop.state === 'block' ? `**${text}**` : text}`,
  code: (lines, language) => [`\`\`\`${language}`, ...lines, '```'],
  link: (url) => `[Open in Hopscope](${url})`,
};

/** The answer for a chat message: the sentence, whose problem it is, the hops with marks, what else blocks, what was not checked, the link. */
export function formatPathText(result: PathResult, link: string, traceIndex = tellingTrace(result)): string {
  return write(result, link, traceIndex, TEXT);
}

/** The same for a ticket or a pull request. */
export function formatPathMarkdown(result: PathResult, link: string, traceIndex = tellingTrace(result)): string {
  return write(result, link, traceIndex, MARKDOWN);
}

function write(result: PathResult, link: string, traceIndex: number, form: Form): string {
  const parts = [
    [form.title(result.sentence), form.prose(summarize(result))],
    [form.prose(unknownWord(result))],
    agreementLines(result, form),
    hopLines(result, traceIndex, form),
    policyLines(result, traceIndex, form),
    remedyLines(result.firstBlocker, form),
    beforeLines(result, form),
    section('Also blocking', [alsoBlockingWord(result), ...result.alsoBlocking.map(describeCause)], form),
    result.risks.length === 0 ? [] : section('Risks', result.risks.map(describeCause), form),
    section('Not checked', describeNotChecked(result), form),
    [link === '' ? '' : form.link(link)],
  ];
  const texts = parts.map((lines) => lines.filter((line) => line !== '').join('\n'));
  return `${texts.filter((text) => text !== '').join('\n\n')}\n`;
}

/** `web/checkout -> payments/ledger:8080 · blocked at hop 6 of 7 · configuration · since 13:47 UTC (21 min) · …`. */
function summarize(result: PathResult): string {
  const since = result.justBefore?.since ?? result.firstBlocker?.detection.since ?? null;
  const after = result.justBefore ? afterWord(result.justBefore) : '';
  const { http } = result.query;
  const parts = [
    formatAsk(result.query),
    http ? `${http.method} ${http.path}` : '',
    `${result.verdict} ${whereWord(result)}`.trim(),
    result.blame === null ? '' : `blame: ${result.blame}`,
    since === null
      ? ''
      : `since ${utcMinute(since)} (${ageBetween(since, result.asOf)})${after === '' ? '' : `, ${after}`}`,
    result.certainty ?? '',
    basisWord(result),
    `as of ${utcMinute(result.asOf)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** What was seen held against what the configuration says. */
function agreementLines({ agreement }: PathResult, form: Form): string[] {
  return agreement ? [form.prose(agreement.sentence), ...agreement.suspects.map(form.item)] : [];
}

function section(title: string, lines: readonly string[], form: Form): string[] {
  return [form.heading(title), ...lines.map(form.item)];
}

function hopLines(result: PathResult, traceIndex: number, form: Form): string[] {
  const trace = result.traces[traceIndex];
  if (!trace) return [];
  const title = trace.label === '' ? 'Hops' : `Hops (${traceWords(trace)})`;
  return [form.heading(title), ...trace.hops.map((hop) => form.hop(hop, describeHop(hop)))];
}

function describeHop(hop: Hop): string {
  const said = stateWord(hop.state);
  const tail = [hop.protocol, hop.detail].filter((part) => part !== '').join(', ');
  return [`${kindWord(hop.kind)}: ${hop.title}`, said, tail].filter((part) => part !== '').join(' – ');
}

/** What the policies at the hop that stops the call say, or at the last one that lets it through. */
function policyLines(result: PathResult, traceIndex: number, form: Form): string[] {
  const hops = result.traces[traceIndex]?.hops ?? [];
  const hop = hops.find(({ state }) => state === 'block') ?? hops.findLast(({ policies }) => policies);
  return (hop?.policies ?? []).flatMap(({ title, sentence, policies }) => [
    form.heading(title),
    form.item(sentence),
    ...policies
      .filter(({ role }) => role === 'decides')
      .flatMap(({ name, action, rules }) => rules.map((rule) => form.item(`${action} \`${name}\`: ${rule.sentence}`))),
  ]);
}

function beforeLines({ justBefore }: PathResult, form: Form): string[] {
  if (!justBefore) return [];
  const { changes, unknown } = justBefore;
  const told = changes.map(({ at, seconds, sentence }) =>
    form.item(`${seconds === null ? utcMinute(at) : secondsWord(seconds)}: ${sentence}`),
  );
  return [
    form.heading('What changed just before'),
    ...(changes.length === 0 ? [form.item(beforeWord(justBefore))] : told),
    ...(unknown === '' ? [] : [form.item(unknown)]),
  ];
}

function remedyLines(cause: Cause | null, form: Form): string[] {
  const fixes = cause?.detection.fix ?? [];
  return fixes.length === 0
    ? []
    : [form.heading('What would mend it'), ...fixes.flatMap((fix) => describeFix(fix, form))];
}

function describeFix(fix: Remedy, form: Form): string[] {
  return [
    form.prose(fix.text),
    ...(fix.diff.length === 0 ? [] : form.code(fix.diff, 'diff')),
    ...(fix.command === '' ? [] : form.code([fix.command], 'sh')),
  ];
}

function describeCause(cause: Cause): string {
  return `hop ${cause.hopSeq} of ${cause.hopCount}, ${cause.hopTitle}: ${cause.detection.sentence} (${cause.detection.check} on ${nameOf(cause.detection.subject)})`;
}

function describeNotChecked(result: PathResult): string[] {
  if (result.notChecked.length === 0) return ['Nothing was left out.'];
  return result.notChecked.map((gap) => {
    const where = gap.scope === null ? gap.source : `${gap.source} in ${gap.scope}`;
    const why = /[.!?]$/.test(gap.why) ? gap.why : `${gap.why}.`;
    return `${where}: ${why} ${gapWord(gap.decisive, result.verdict)}`;
  });
}
