/** What a rule makes of a request: how it arrives at the backend, and where a redirect points to. */
import type { HeaderChange, PathChange } from '../../state/gateway-api.ts';
import type { RouteTaken } from './route-decision.ts';
import { type RequestMatch, type RouteRequest, splitPath, trimmed } from './route-match.ts';
import type { ProxyAnswer } from './route-rules.ts';

/** The request as the backend gets it: by the filters of the rule, then by those of the backend. */
export function forwardedRequest({ rule, outcome, match, request }: RouteTaken): RouteRequest | null {
  if (!request || !rule || outcome.kind !== 'forward') return request;
  const own = outcome.backend.headers;
  const changes = own ? [...rule.change.headers, own] : rule.change.headers;
  const [path, query] = splitPath(request.path);
  const changed = rule.change.path ? changedPath(path, rule.change.path, match) : path;
  return {
    method: request.method,
    path: query === '' ? changed : `${changed}?${query}`,
    headers: changes.reduce(changedHeaders, request.headers),
    host: rule.change.host || request.host,
  };
}

/** Names are compared without regard to case; a value that is added stands behind the one that is there. */
function changedHeaders(headers: RouteRequest['headers'], change: HeaderChange): RouteRequest['headers'] {
  const result: Record<string, string> = { ...headers };
  for (const { name, value } of change.set) result[name.toLowerCase()] = value;
  for (const { name, value } of change.add) {
    const known = result[name.toLowerCase()];
    result[name.toLowerCase()] = known === undefined ? value : `${known},${value}`;
  }
  for (const name of change.remove) delete result[name.toLowerCase()];
  return result;
}

/** `ReplacePrefixMatch` replaces what the match of the rule has matched; the rest of the path stays. */
function changedPath(path: string, change: PathChange, match: RequestMatch | null): string {
  if (change.type !== 'ReplacePrefixMatch') return change.value;
  const wanted = match?.path ?? null;
  if (wanted?.kind === 'prefix') return `${change.value}${path.slice(wanted.value.length)}`;
  if (wanted !== null && wanted.kind !== 'segments') return change.value;
  const rest = path.slice(trimmed(wanted?.value ?? '').length);
  return joined(change.value, rest);
}

/** One slash between the two, and one where nothing is left. */
function joined(prefix: string, rest: string): string {
  const tail = rest === '' || rest.startsWith('/') ? rest : `/${rest}`;
  return `${trimmed(prefix)}${tail}` || '/';
}

/** Where a redirect points to; parts that it leaves as they were come from the request, as far as they are known. */
export interface Location {
  scheme: string;
  host: string;
  port: number | null;
  path: string;
}

/** The Location of a redirect. */
export function locationOf(
  { match, request }: RouteTaken,
  answer: Extract<ProxyAnswer, { kind: 'redirect' }>,
): Location {
  const [path] = splitPath(request?.path ?? '');
  const isKnown = answer.path?.type !== 'ReplacePrefixMatch' || path !== '';
  return {
    scheme: answer.scheme,
    host: answer.host || (request?.host ?? ''),
    port: answer.port,
    path: answer.path && isKnown ? changedPath(path, answer.path, match) : path,
  };
}
