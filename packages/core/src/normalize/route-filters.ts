/** Filters of routes, and the values in headers, which may be secret. */
import type { HeaderChange, PathChange, RouteFilter } from '../state/gateway-api.ts';
import { int, intOrNull, isRecord, type Raw, record, records, str, strings, strOr } from './fields.ts';

/** One filter of a rule or of a backend. */
export function readFilter(raw: Raw): RouteFilter {
  return {
    type: str(raw['type']),
    headers: isRecord(raw['requestHeaderModifier']) ? readHeaderChange(raw['requestHeaderModifier']) : null,
    redirect: isRecord(raw['requestRedirect']) ? readRedirect(raw['requestRedirect']) : null,
    rewrite: isRecord(raw['urlRewrite']) ? readRewrite(raw['urlRewrite']) : null,
  };
}

function readHeaderChange(raw: Raw): HeaderChange {
  return {
    set: records(raw['set']).map(readHeader),
    add: records(raw['add']).map(readHeader),
    remove: strings(raw['remove']),
  };
}

function readHeader(raw: Raw): HeaderChange['set'][number] {
  const name = str(raw['name']);
  return { name, value: isSecretHeader(name) ? '' : str(raw['value']) };
}

/** Headers that carry a key, a token or a session: their values stay outside. */
export function isSecretHeader(name: string): boolean {
  return /auth|token|secret|password|cookie|session|api-?key|credential|signature/i.test(name);
}

function readRedirect(raw: Raw): NonNullable<RouteFilter['redirect']> {
  return {
    scheme: str(raw['scheme']),
    hostname: str(raw['hostname']),
    port: intOrNull(raw['port']),
    status: int(raw['statusCode'], 302),
    path: readPathChange(raw['path']),
  };
}

function readRewrite(raw: Raw): NonNullable<RouteFilter['rewrite']> {
  return { hostname: str(raw['hostname']), path: readPathChange(raw['path']) };
}

function readPathChange(value: unknown): PathChange | null {
  if (!isRecord(value)) return null;
  const raw = record(value);
  const type = strOr(raw['type'], 'ReplaceFullPath');
  return { type, value: str(type === 'ReplacePrefixMatch' ? raw['replacePrefixMatch'] : raw['replaceFullPath']) };
}
