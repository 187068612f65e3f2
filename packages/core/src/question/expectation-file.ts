/** Expectations as people write them: who is to reach what, who is not. Errors name the file, the entry and the line. */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { LineCounter, parseDocument } from 'yaml';
import { CHECKS } from '../checks/index.ts';
import type { BundleFile } from '../normalize/documents.ts';
import { isRecord } from '../normalize/fields.ts';
import { type From, type HttpPart, type Parsed, parseFrom, parseTo, type To } from '../state/path-query.ts';

const Word = Type.Enum(['delivered', 'degraded', 'varies', 'blocked']);
const closed = { additionalProperties: false };
const text = Type.String({ minLength: 1, maxLength: 1000 });

const HttpEntry = Type.Object(
  {
    method: Type.Optional(Type.String({ pattern: '^[A-Za-z]{1,20}$' })),
    path: Type.Optional(Type.String({ pattern: '^/', maxLength: 2000 })),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  closed,
);

/** One entry of the file. Either `from` and `expect`, or `only`. */
export const ExpectationEntry = Type.Object(
  {
    name: Type.Optional(text),
    from: Type.Optional(text),
    /** nobody but these may get through; `namespace/*` means all workloads of a namespace */
    only: Type.Optional(Type.Array(text)),
    to: text,
    http: Type.Optional(HttpEntry),
    /** one verdict, or several that are equally right */
    expect: Type.Optional(Type.Union([Word, Type.Array(Word, { minItems: 1 })])),
    /** `namespace/name` of the waypoint to pass, or `none` */
    via: Type.Optional(text),
    /** cause code of what is to stop it */
    because: Type.Optional(text),
  },
  closed,
);
type ExpectationEntry = Static<typeof ExpectationEntry>;

interface Common {
  name: string;
  file: string;
  /** 1-based */
  entry: number;
  line: number;
  to: To;
  http: HttpPart | null;
}

/** A readable entry. */
export type Expectation = Common &
  (
    | { kind: 'path'; from: From; expect: readonly Static<typeof Word>[]; via: string | null; because: string | null }
    | { kind: 'only'; only: readonly string[] }
  );

export interface ReadExpectations {
  expectations: Expectation[];
  /** plain sentences; nothing may be judged while there is one */
  problems: string[];
}

/** Reads one file; never throws. */
export function readExpectations(file: BundleFile): ReadExpectations {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { logLevel: 'silent', lineCounter: lines });
  const error = document.errors[0];
  if (error) {
    const line = error.linePos?.[0].line ?? 1;
    return { expectations: [], problems: [`${file.path} (line ${line}): it is not valid YAML.`] };
  }
  const value = builtValue(document);
  const isWrapped = isRecord(value);
  const list = isWrapped ? value['expectations'] : value;
  if (!Array.isArray(list))
    return { expectations: [], problems: [`${file.path}: it holds no list of expectations (key \`expectations\`).`] };
  if (list.length === 0) return { expectations: [], problems: [`${file.path}: its list of expectations is empty.`] };
  const read: ReadExpectations = { expectations: [], problems: [] };
  list.forEach((raw: unknown, i) => {
    const path = isWrapped ? ['expectations', i] : [i];
    const node = document.getIn(path, true) as { range?: [number, number, number] | null } | undefined;
    const line = node?.range ? lines.linePos(node.range[0]).line : 1;
    const parsed = readEntry(raw, { file: file.path, entry: i + 1, line });
    if (parsed.ok) read.expectations.push(parsed.value);
    else read.problems.push(`${file.path}, entry ${i + 1} (line ${line}): ${parsed.reason}`);
  });
  return read;
}

function builtValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    return null;
  }
}

const bad = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

function readEntry(raw: unknown, place: Pick<Common, 'file' | 'entry' | 'line'>): Parsed<Expectation> {
  const wrong = [...Value.Errors(ExpectationEntry, raw)][0];
  if (wrong) return bad(shapeReason(raw, wrong));
  const entry = raw as ExpectationEntry;
  const to = parseTo(entry.to);
  if (!to.ok) return bad(`\`to\`: ${to.reason}`);
  const http = entry.http
    ? {
        method: (entry.http.method ?? 'GET').toUpperCase(),
        path: entry.http.path ?? '/',
        headers: lowerCased(entry.http.headers ?? {}),
      }
    : null;
  const common: Common = { ...place, name: entry.name ?? '', to: to.value, http };
  if (entry.only !== undefined) return readOnly(entry, entry.only, common);
  return readPath(entry, common);
}

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function readOnly(entry: ExpectationEntry, only: readonly string[], common: Common): Parsed<Expectation> {
  const more = (['from', 'expect', 'via', 'because'] as const).find((key) => entry[key] !== undefined);
  if (more) return bad(`\`only\` stands alone with \`to\`; \`${more}\` belongs into an entry of its own.`);
  for (const pattern of only) {
    if (/^[a-z0-9.-]+\/\*$/.test(pattern)) continue;
    const from = parseFrom(pattern);
    if (!from.ok) return bad(`\`only\`: ${from.reason}`);
    if (from.value.kind === 'pod' || from.value.kind === 'ip')
      return bad(
        `\`only\`: "${pattern}" is one pod or address; name its workload, or NAMESPACE/* for all of a namespace.`,
      );
  }
  return { ok: true, value: { ...common, kind: 'only', only } };
}

const CODES: ReadonlySet<string> = new Set(CHECKS.map(({ id }) => id));

function readPath(entry: ExpectationEntry, common: Common): Parsed<Expectation> {
  if (entry.from === undefined) return bad('it needs `from` and `expect`, or `only`.');
  if (entry.expect === undefined) return bad('it needs `expect`: delivered, degraded, varies or blocked.');
  const from = parseFrom(entry.from);
  if (!from.ok) return bad(`\`from\`: ${from.reason}`);
  const { via = null, because = null } = entry;
  if (via !== null && via !== 'none' && !/^[^/\s]+\/[^/\s]+$/.test(via))
    return bad(`\`via\` is NAMESPACE/NAME of a waypoint, or none; not "${via}".`);
  if (because !== null && !CODES.has(because)) return bad(`\`because\`: there is no cause code "${because}".`);
  const expect = typeof entry.expect === 'string' ? [entry.expect] : entry.expect;
  if (because !== null && expect.every((word) => word === 'delivered'))
    return bad('`because` is the cause of a failure, and `expect` says delivered.');
  return { ok: true, value: { ...common, kind: 'path', from: from.value, expect, via, because } };
}

function shapeReason(raw: unknown, error: ReturnType<typeof Value.Errors>[number]): string {
  if (!isRecord(raw)) return 'it is no object with `from`, `to` and `expect`.';
  const known = Object.keys(ExpectationEntry.properties);
  const unknown = Object.keys(raw).find((key) => !known.includes(key));
  if (unknown !== undefined) return `there is no field \`${unknown}\`; there are ${known.join(', ')}.`;
  const where = error.instancePath.slice(1).replaceAll('/', '.') || 'it';
  if (where.startsWith('expect')) return '`expect` is delivered, degraded, varies or blocked, or a list of these.';
  if (where === 'it') return 'it needs `to`.';
  return `\`${where}\` cannot be read: it ${error.message}.`;
}
