/** The text format of Prometheus and OpenMetrics, as proxies serve it. */

/** One sample of a metric. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const NAME = /[a-zA-Z_:][\w:]*/y;
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,?)/y;

/** The samples of the metrics that are wanted; lines that are none, and values that are no number, are left out. */
export function readMetricsText(text: string, isWanted: (name: string) => boolean): Sample[] {
  const samples: Sample[] = [];
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const sample = text.charCodeAt(start) === HASH ? null : readLine(text.slice(start, end), isWanted);
    if (sample) samples.push(sample);
    start = end + 1;
  }
  return samples;
}

/** At least one line of the text format. */
export function isMetricsPage(text: string): boolean {
  return /^[a-zA-Z_:][\w:]*(?:\{.*\})?\s+[-+]?(?:\d|\.\d|Inf|NaN)/m.test(text);
}

const HASH = '#'.charCodeAt(0);

function readLine(line: string, isWanted: (name: string) => boolean): Sample | null {
  NAME.lastIndex = line.length - line.trimStart().length;
  const name = NAME.exec(line)?.[0];
  if (name === undefined || !isWanted(name)) return null;
  const read = readLabels(line, NAME.lastIndex);
  const value = read === null ? null : readValue(line.slice(read.end));
  return read === null || value === null ? null : { name, labels: read.labels, value };
}

/** The labels in braces, and where they end; null where the braces are not closed. */
function readLabels(line: string, start: number): { labels: Record<string, string>; end: number } | null {
  const labels: Record<string, string> = {};
  const open = skipBlanks(line, start);
  if (line[open] !== '{') return { labels, end: start };
  let at = open + 1;
  for (;;) {
    LABEL.lastIndex = at;
    const match = LABEL.exec(line);
    if (!match) break;
    labels[match[1]!] = unescaped(match[2]!);
    at = LABEL.lastIndex;
    if (match[3] === '') break;
  }
  at = skipBlanks(line, at);
  return line[at] === '}' ? { labels, end: at + 1 } : null;
}

function skipBlanks(line: string, at: number): number {
  let next = at;
  while (line[next] === ' ' || line[next] === '\t') next += 1;
  return next;
}

const unescaped = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)) : text;

/** The value; a time or an exemplar may follow it. */
const readValue = (rest: string): number | null => numberOf(rest.trimStart().split(/\s/, 1)[0] ?? '');

/** A number as Prometheus spells it; null for `NaN` and for what is none. */
export function numberOf(text: string): number | null {
  if (/^[+-]?Inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const value = text === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? null : value;
}
