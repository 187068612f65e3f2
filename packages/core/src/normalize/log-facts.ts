/** Gathers statements into facts: equal ones are counted, their number is bounded, no text of a line goes in. */
import type { ComponentLog, LogEnd, LogFact, LogKind } from '../state/logs.ts';
import { intern, shortened } from './fields.ts';
import { later } from './istiod-syncz.ts';
import { eachLine, type LogLine, readLine } from './log-lines.ts';
import type { Answered } from './ztunnel-config.ts';

/** What one line says: the kind, and what of the fields it has. */
export type Statement = { kind: LogKind } & Partial<Omit<LogFact, 'kind' | 'count' | 'firstAt' | 'lastAt'>>;

/** Reads one line; null = it says nothing that is kept. */
export type StatementReader = (line: LogLine, text: string) => Statement | null;

/** Facts of one log that are kept. */
export const FACT_LIMIT = 2000;
const NAME_LIMIT = 253;

export const NO_END: LogEnd = { ip: '', port: 0, pod: '', identity: '' };

/** The log of one component. */
export function readLog(source: string, text: string, answered: Answered, read: StatementReader): ComponentLog {
  const facts = new Map<string, LogFact>();
  const log: ComponentLog = {
    source,
    ...answered,
    facts: [],
    lines: 0,
    unread: 0,
    omitted: 0,
    since: null,
    until: null,
  };
  const year = answered.at?.slice(0, 4) ?? '';
  log.lines = eachLine(text, (raw) => {
    const line = readLine(raw, year);
    log.since ??= line.at;
    log.until = line.at ?? log.until;
    const statement = read(line, raw);
    if (statement !== null) log.omitted += add(facts, statement, line.at);
    else if (line.level === 'warn' || line.level === 'error') log.unread += 1;
  });
  log.facts = [...facts.values()];
  return log;
}

/** Counts a statement with its like; 1 where there is no room for a new one. */
function add(facts: Map<string, LogFact>, statement: Statement, at: string | null): number {
  const fact = factOf(statement, at);
  const key = keyOf(fact);
  const known = facts.get(key);
  if (known === undefined) {
    if (facts.size >= FACT_LIMIT) return 1;
    facts.set(key, fact);
    return 0;
  }
  known.count += 1;
  known.firstAt ??= at;
  known.lastAt = later(known.lastAt, at);
  known.bytes += fact.bytes;
  known.longestMs = Math.max(known.longestMs, fact.longestMs);
  return 0;
}

function factOf(statement: Statement, at: string | null): LogFact {
  const text = (value: string | undefined): string => intern(shortened(value ?? '', NAME_LIMIT));
  return {
    kind: statement.kind,
    count: 1,
    firstAt: at,
    lastAt: at,
    direction: statement.direction ?? '',
    from: endOf(statement.from),
    to: endOf(statement.to),
    via: text(statement.via),
    service: text(statement.service),
    name: text(statement.name),
    node: text(statement.node),
    code: statement.code ?? 0,
    flags: text(statement.flags),
    reason: statement.reason ?? '',
    expected: text(statement.expected),
    got: text(statement.got),
    bytes: statement.bytes ?? 0,
    longestMs: statement.longestMs ?? 0,
  };
}

function endOf(end: LogEnd | undefined): LogEnd {
  if (end === undefined) return NO_END;
  const text = (value: string): string => intern(shortened(value, NAME_LIMIT));
  return { ip: text(end.ip), port: end.port, pod: text(end.pod), identity: text(end.identity) };
}

const keyOf = ({ kind, direction, from, to, via, service, name, node, code, flags, reason, expected, got }: LogFact) =>
  [
    kind,
    direction,
    ...[from, to].map((end) => `${end.ip} ${end.port} ${end.pod} ${end.identity}`),
    ...[via, service, name, node, code, flags, reason, expected, got],
  ].join('|');
