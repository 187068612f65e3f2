/** Lines of logs as components write them: Istio's tab-separated text, JSON, klog, with or without the container runtime's prefix. */
import { isRecord, type Raw, record, str, time } from './fields.ts';

/** One statement: what was said, and the fields beside it. */
export interface LogLine {
  /** RFC 3339 */
  at: string | null;
  /** `error`, `warn`, `info`, `debug`, or '' */
  level: string;
  /** who in the component says it, lower case */
  scope: string;
  message: string;
  fields: Readonly<Record<string, string>>;
}

/** Longer lines are cut: nothing that is read stands so far behind. */
const LINE_LIMIT = 4096;

/** Calls `read` for each line that is not blank, and tells how many there were. */
export function eachLine(text: string, read: (line: string) => void): number {
  let lines = 0;
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const line = text.slice(start, Math.min(end, start + LINE_LIMIT)).trim();
    start = end + 1;
    if (line === '') continue;
    lines += 1;
    read(line);
  }
  return lines;
}

const RUNTIME = /^(\d{4}-\d\d-\d\dT\S+) std(?:out|err) [FP] /;
/** What `kubectl logs --timestamps` and `--prefix` put before a line. */
const PREFIX = /^\[pod\/\S+\] |^(?=\d{4}-\d\d-\d\dT\S+ \d{4}-\d\d-\d\dT)\S+ /;
const KLOG = /^([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\s+\d+ ([\w./-]+):\d+\]\s*(.*)$/s;
const STAMP = /^(\d{4}-\d\d-\d\dT\S+)\s+/;
const LEVEL = /^(trace|debug|info|warn|warning|error|fatal|critical)\s+/i;
const SCOPE = /^(envoy [\w ./:-]+|[\w:./-]+(?:\{[^}]*\})*(?::[\w-]+\{[^}]*\})*)\t/;

/** A line in its parts; what is no known form is a message without anything else. `year` completes klog's dates. */
export function readLine(line: string, year: string): LogLine {
  const told = RUNTIME.exec(line)?.[1] ?? null;
  const bare = line.replace(RUNTIME, '').replace(PREFIX, '');
  if (bare.startsWith('{')) {
    const object = objectOf(bare);
    if (object !== null) return readObject(object, told);
  }
  return readKlog(bare, year) ?? readText(bare, told);
}

function objectOf(text: string): Raw | null {
  try {
    const value = JSON.parse(text) as unknown;
    return isRecord(value) ? value : null;
  } catch {
    // Cut off, or text that begins with a brace: then it is read as text.
    return null;
  }
}

/** JSON of ztunnel, of istiod and istio-cni (zap), and of Envoy's access log: fields are flat or under `fields`. */
function readObject(raw: Raw, told: string | null): LogLine {
  const fields: Record<string, string> = {};
  for (const [key, value] of [...Object.entries(record(raw['fields'])), ...Object.entries(raw)])
    fields[key] = str(value);
  return {
    at: time(raw['time'] ?? raw['timestamp'] ?? raw['ts'] ?? raw['start_time']) ?? told,
    level: levelOf(str(raw['level'] ?? raw['severity'])),
    scope: str(raw['scope'] ?? raw['target'] ?? raw['logger']).toLowerCase(),
    message: str(raw['message'] ?? raw['msg'] ?? record(raw['fields'])['message']),
    fields,
  };
}

function readKlog(line: string, year: string): LogLine | null {
  const match = KLOG.exec(line);
  if (!match) return null;
  const [, letter, month, day, clock, file, rest] = match as unknown as string[];
  const levels: Readonly<Record<string, string>> = { I: 'info', W: 'warn', E: 'error', F: 'error' };
  return {
    at: year === '' ? null : `${year}-${month}-${day}T${clock}Z`,
    level: levels[letter!]!,
    scope: file!.toLowerCase(),
    message: unquoted(rest!),
    fields: readFields(rest!),
  };
}

function readText(line: string, told: string | null): LogLine {
  const stamp = STAMP.exec(line);
  const at = time(stamp?.[1]);
  let rest = at === null ? line : line.slice(stamp![0].length);
  const level = LEVEL.exec(rest);
  rest = rest.slice(level?.[0].length ?? 0);
  const scope = SCOPE.exec(rest);
  rest = rest.slice(scope?.[0].length ?? 0);
  const tab = rest.indexOf('\t');
  return {
    at: at ?? told,
    level: levelOf(level?.[1] ?? ''),
    scope: (scope?.[1] ?? '').toLowerCase(),
    message: unquoted(tab < 0 ? rest : rest.slice(0, tab)),
    fields: readFields(tab < 0 ? rest : rest.slice(tab + 1)),
  };
}

const FIELD = /([A-Za-z_][\w.-]*)=(?:"((?:[^"\\]|\\.)*)"?|(\S*))/g;

/** `key=value` and `key="value"`. */
function readFields(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!text.includes('=')) return fields;
  for (const [, key, quoted, plain] of text.matchAll(FIELD))
    fields[key!] = quoted === undefined ? plain! : quoted.replace(/\\(.)/g, '$1');
  return fields;
}

/** klog quotes its messages: `"msg" err="…"`. */
const unquoted = (text: string): string => /^"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;

function levelOf(text: string): string {
  const level = text.toLowerCase();
  if (level === 'warning') return 'warn';
  return level === 'fatal' || level === 'critical' ? 'error' : level;
}
