/** The question: from whom to what. The text forms are those of the public contract. */
import type { From, PathQuery, To } from './path-query-schema.ts';

export type { From, HttpPart, PathQuery, To } from './path-query-schema.ts';

/** A parsed text or the sentence that says what is wrong with it. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; reason: string };

const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;

/** `pod:NS/NAME`, `workload:NS/NAME` or `NS/NAME`, `gateway:NS/NAME`, `node:NAME`, `apiserver`, `outside`, `ip:ADDRESS`. */
export function parseFrom(text: string): Parsed<From> {
  const trimmed = text.trim();
  if (trimmed === 'apiserver' || trimmed === 'outside') return { ok: true, value: { kind: trimmed } };
  const [prefix, rest] = splitPrefix(trimmed, ['pod', 'workload', 'gateway', 'node', 'ip']);
  if (prefix === 'node')
    return NAME.test(rest) ? { ok: true, value: { kind: 'node', name: rest } } : bad(text, 'node:NAME');
  if (prefix === 'ip')
    return /^[0-9a-f.:]{2,45}$/i.test(rest)
      ? { ok: true, value: { kind: 'ip', address: rest } }
      : bad(text, 'ip:ADDRESS');
  const pair = splitName(rest);
  if (!pair)
    return bad(
      text,
      'NAMESPACE/NAME, pod:NAMESPACE/NAME, gateway:NAMESPACE/NAME, node:NAME, apiserver, outside or ip:ADDRESS',
    );
  return { ok: true, value: { kind: prefix === 'pod' || prefix === 'gateway' ? prefix : 'workload', ...pair } };
}

/** `service:NS/NAME:PORT` or `NS/NAME:PORT`, `pod:NS/NAME:PORT`, `host:HOST:PORT`, `ip:ADDRESS:PORT`. */
export function parseTo(text: string): Parsed<To> {
  const [prefix, rest] = splitPrefix(text.trim(), ['service', 'pod', 'host', 'ip']);
  const wanted = 'NAMESPACE/NAME:PORT, pod:NAMESPACE/NAME:PORT, host:HOST:PORT or ip:ADDRESS:PORT';
  const at = rest.lastIndexOf(':');
  const port = Number(rest.slice(at + 1));
  if (at < 1 || !/^\d{1,5}$/.test(rest.slice(at + 1)) || port < 1 || port > 65535)
    return bad(text, `${wanted}, with a port from 1 to 65535`);
  const name = rest.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  if (prefix === 'ip')
    return /^[0-9a-f.:]{2,45}$/i.test(name)
      ? { ok: true, value: { kind: 'ip', address: name, port } }
      : bad(text, wanted);
  if (prefix === 'host')
    return NAME.test(name) ? { ok: true, value: { kind: 'host', host: name.toLowerCase(), port } } : bad(text, wanted);
  const pair = splitName(name);
  if (!pair) return bad(text, wanted);
  return { ok: true, value: { kind: prefix === 'pod' ? 'pod' : 'service', ...pair, port } };
}

/** `a -> b:port`, the form people paste; `→` is welcome too. */
export function parseAsk(text: string): Parsed<PathQuery> {
  const halves = text.split(/\s*(?:->|→|=>)\s*/);
  if (halves.length !== 2)
    return {
      ok: false,
      reason: `"${text}" is no path: write it as FROM -> TO:PORT, for example web/frontend -> payments/api:8080.`,
    };
  const from = parseFrom(halves[0]!);
  if (!from.ok) return from;
  const to = parseTo(halves[1]!);
  return to.ok ? { ok: true, value: { from: from.value, to: to.value, http: null } } : to;
}

/** The text form of a caller, as `parseFrom` reads it. */
export function formatFrom(from: From): string {
  switch (from.kind) {
    case 'apiserver':
    case 'outside':
      return from.kind;
    case 'node':
      return `node:${from.name}`;
    case 'ip':
      return `ip:${from.address}`;
    case 'workload':
      return `${from.namespace}/${from.name}`;
    default:
      return `${from.kind}:${from.namespace}/${from.name}`;
  }
}

/** The text form of a destination, as `parseTo` reads it. */
export function formatTo(to: To): string {
  switch (to.kind) {
    case 'service':
      return `${to.namespace}/${to.name}:${to.port}`;
    case 'pod':
      return `pod:${to.namespace}/${to.name}:${to.port}`;
    case 'host':
      return `host:${to.host}:${to.port}`;
    default:
      return `ip:${to.address.includes(':') ? `[${to.address}]` : to.address}:${to.port}`;
  }
}

/** `a -> b:port`. */
export function formatAsk(query: PathQuery): string {
  return `${formatFrom(query.from)} -> ${formatTo(query.to)}`;
}

function splitPrefix(text: string, prefixes: readonly string[]): [string, string] {
  const prefix = prefixes.find((candidate) => text.startsWith(`${candidate}:`));
  return prefix === undefined ? ['', text] : [prefix, text.slice(prefix.length + 1)];
}

function splitName(text: string): { namespace: string; name: string } | null {
  const parts = text.split('/');
  return parts.length === 2 && NAME.test(parts[0]!) && NAME.test(parts[1]!)
    ? { namespace: parts[0]!, name: parts[1]! }
    : null;
}

function bad(text: string, wanted: string): { ok: false; reason: string } {
  return { ok: false, reason: `"${text}" cannot be read: write ${wanted}.` };
}
