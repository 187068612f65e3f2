/** What of an answer may leave the cluster in a bundle: all that a reader understands, and no secret or text beside it. */
import { isRecord, type Raw, record, str } from './fields.ts';
import type { StatementReader } from './log-facts.ts';
import { eachLine, readLine } from './log-lines.ts';
import type { RawReading } from './reading.ts';
import { LOG_READERS } from './reading-content.ts';

/**
 * The reading for a bundle; it is understood as the whole one is. A dump loses PEMs and settings, istiod's mesh configuration
 * the credentials of its extensions, a log every line that says nothing to us: of those time and level are left, so that it
 * still shows from when to when the log reaches and how much of it was not understood.
 */
export function trimReading(reading: RawReading): RawReading {
  const { source, text } = reading;
  if (reading.error) return reading;
  const read = Object.hasOwn(LOG_READERS, source) ? LOG_READERS[source] : undefined;
  if (read !== undefined) return { ...reading, text: trimLog(str(text), str(reading.at).slice(0, 4), read) };
  const body = reading.body ?? parsed(str(text));
  if (body === undefined) return JSON_ONLY.has(source) ? withoutContent(reading) : reading;
  const { text: _text, ...rest } = reading;
  return { ...rest, body: trimBody(source, body) };
}

/** Sources whose answer is JSON; anything else in its place is the page of somebody in between. */
const JSON_ONLY: ReadonlySet<string> = new Set(['ztunnel-config', 'istiod-syncz', 'istiod-mesh']);

function withoutContent({ text: _text, ...rest }: RawReading): RawReading {
  return { ...rest, error: { code: 'bad-answer', message: 'The answer is not JSON.' } };
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Text that only begins like JSON.
    return undefined;
  }
}

function trimBody(source: string, body: unknown): unknown {
  if (source === 'ztunnel-config') return isRecord(body) ? trimDump(body) : body;
  if (source === 'istiod-mesh') return isRecord(body) ? trimMesh(body) : body;
  return body;
}

/** Keys of a dump that are taken over as they are; of another only that it is there. */
const DUMP_PARTS = new Set('hopscope workloads services policies version workloadState workload_state'.split(' '));

/** A dump without PEMs, and of its settings the domain alone. With `ownNode` only what belongs to that node, and a note of it. */
export function trimDump(body: Raw, ownNode?: string): Raw {
  const trimmed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) trimmed[key] = DUMP_PARTS.has(key) ? value : null;
  const domain = record(body['config'])['clusterDomain'];
  if (domain !== undefined) trimmed['config'] = { clusterDomain: domain };
  if (body['certificates'] !== undefined) trimmed['certificates'] = withoutPems(body['certificates']);
  if (ownNode === undefined) return trimmed;
  const isOwn = (workload: unknown): boolean => record(workload)['node'] === ownNode;
  const workloads = body['workloads'];
  return {
    ...trimmed,
    hopscope: { ownOnly: true },
    workloads: Array.isArray(workloads)
      ? workloads.filter(isOwn)
      : Object.fromEntries(Object.entries(record(workloads)).filter(([, workload]) => isOwn(workload))),
    services: [],
    policies: [],
  };
}

function withoutPems(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPems);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'pem');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutPems(inner)]));
}

/** Settings that are read, and those that show what this is; nothing of the proxies' own configuration. */
const MESH_PARTS = new Set(
  `rootNamespace trustDomain trustDomainAliases discoverySelectors outboundTrafficPolicy serviceScopeConfigs
   serviceEntryVisibility connectTimeout ingressClass`.split(/\s+/),
);

function trimMesh(body: Raw): Raw {
  const kept = Object.entries(body).filter(([key]) => MESH_PARTS.has(key));
  const providers = body['extensionProviders'];
  return {
    ...Object.fromEntries(kept),
    ...(body['defaultConfig'] === undefined ? {} : { defaultConfig: {} }),
    ...(Array.isArray(providers) ? { extensionProviders: providers.map(trimProvider) } : {}),
  };
}

/** Providers of traces may hold tokens; those that decide on requests are read. */
const trimProvider = (provider: unknown): unknown =>
  Object.fromEntries(Object.entries(record(provider)).filter(([key]) => key === 'name' || /ExtAuthz/i.test(key)));

function trimLog(text: string, year: string, read: StatementReader): string {
  const kept: string[] = [];
  eachLine(text, (raw) => {
    const line = readLine(raw, year);
    const statement = read(line, raw);
    kept.push(statement === null ? `${line.at ?? '-'}\t${line.level || '-'}\t-` : withoutQueries(raw, year, read));
  });
  return kept.map((line) => `${line}\n`).join('');
}

/** Queries of requests may hold anything; where the line says the same without them, they go. */
function withoutQueries(raw: string, year: string, read: StatementReader): string {
  const short = raw.replace(/\?[^\s"]+/g, '?');
  if (short === raw) return raw;
  const said = (line: string): string => JSON.stringify(read(readLine(line, year), line));
  return said(short) === said(raw) ? short : raw;
}
