/** Rules of HTTPRoute, GRPCRoute, TCPRoute and TLSRoute, in the order in which Istio has a proxy try them. */
import type { Route, RouteFilter, RouteMatch, RouteRule } from '../../state/gateway-api.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { Mesh } from '../mesh.ts';
import { resolveBackend } from './route-backends.ts';
import { type NamedPattern, pattern, type RequestMatch, type TextPattern } from './route-match.ts';
import type { Candidate, ProxyAnswer, RoutingRule } from './route-rules.ts';

/** Oldest first, then by name: what counts where two rules are equal. */
export function sortByAge<T extends { createdAt: string | null; namespace: string; name: string }>(
  list: readonly T[],
): T[] {
  return [...list].sort(
    (a, b) =>
      (a.createdAt ?? '').localeCompare(b.createdAt ?? '') ||
      a.namespace.localeCompare(b.namespace) ||
      a.name.localeCompare(b.name),
  );
}

/** The candidates of HTTP routes that are taken together: an exact path before a prefix, the longer first, then method, headers, query. */
export function candidatesOf(routes: readonly Route[], asksForGrant: boolean): Candidate[] {
  const candidates = sortByAge(routes).flatMap((route) =>
    route.rules.flatMap((rule, i) => {
      const made = ruleOf(route, rule, i, asksForGrant);
      const matches = rule.matches.length > 0 ? rule.matches : [ANY];
      return matches.map((match) => ({ match: requestMatchOf(match), rule: made }));
    }),
  );
  // The sort is stable: equal matches stay in the order of age, of rules and of matches.
  return candidates.sort((a, b) => byPrecedence(a.match, b.match));
}

const ANY: RouteMatch = { path: null, method: '', headers: [], queryParams: [] };

const RANK: Partial<Record<TextPattern['kind'], number>> = { exact: 3, segments: 2, prefix: 2, regex: 1 };

function byPrecedence(a: RequestMatch, b: RequestMatch): number {
  const rank = (match: RequestMatch): number => (match.path ? (RANK[match.path.kind] ?? 0) : -1);
  const length = (match: RequestMatch): number => match.path?.value.length ?? 0;
  return (
    rank(b) - rank(a) ||
    length(b) - length(a) ||
    Number(b.method !== null) - Number(a.method !== null) ||
    b.headers.length - a.headers.length ||
    b.query.length - a.query.length
  );
}

const PATHS: Readonly<Record<string, TextPattern['kind']>> = {
  Exact: 'exact',
  PathPrefix: 'segments',
  RegularExpression: 'regex',
};

/** A path that is not given is every path: `/` as a prefix, by the default of the Gateway API. */
function requestMatchOf(match: RouteMatch): RequestMatch {
  const { path } = match;
  return {
    path: path ? pattern(PATHS[path.type] ?? 'withheld', path.value) : pattern('segments', '/'),
    method: match.method === '' ? null : pattern('exact', match.method),
    host: null,
    headers: match.headers.map(namedOf),
    query: match.queryParams.map((param) => ({ ...namedOf(param), name: param.name })),
  };
}

const VALUES: Readonly<Record<string, TextPattern['kind']>> = { Exact: 'exact', RegularExpression: 'regex' };

const namedOf = ({ name, type, value }: RouteMatch['headers'][number]): NamedPattern => ({
  name: name.toLowerCase(),
  pattern: pattern(VALUES[type] ?? 'withheld', value),
  absent: false,
});

/** One rule of a route. */
export function ruleOf(route: Route, rule: RouteRule, index: number, asksForGrant: boolean): RoutingRule {
  const backends = rule.backends
    .filter((backend) => backend.weight > 0)
    .map((backend) => ({
      name: `${backend.namespace}/${backend.name}`,
      resolve: (mesh: Mesh) => resolveBackend(mesh, route, backend, asksForGrant),
      weight: backend.weight,
      headers: headersOf(backend.filters)[0] ?? null,
    }));
  const rewrite = rule.filters.find((filter) => filter.rewrite)?.rewrite ?? null;
  return {
    object: refOfRoute(route),
    name: rule.name || `rule ${index + 1}`,
    backends,
    answer: answerOf(rule.filters, backends.length),
    abort: null,
    delay: null,
    change: { headers: headersOf(rule.filters), host: rewrite?.hostname ?? '', path: rewrite?.path ?? null },
    retries: rule.retries,
    timeout: rule.timeout,
  };
}

export const refOfRoute = (route: Route): Ref => ref(route.kind, route.namespace, route.name);

const headersOf = (filters: readonly RouteFilter[]) =>
  filters.flatMap((filter) => (filter.headers && filter.type === 'RequestHeaderModifier' ? [filter.headers] : []));

/** A redirect needs no backend; without one, or without any that has a weight, the answer is 500. */
function answerOf(filters: readonly RouteFilter[], backends: number): ProxyAnswer | null {
  const redirect = filters.find((filter) => filter.type === 'RequestRedirect')?.redirect;
  if (redirect) {
    const { scheme, hostname, port, status, path } = redirect;
    return { kind: 'redirect', status, scheme, host: hostname, port, path };
  }
  const unknown = filters.find((filter) => !KNOWN_FILTERS.has(filter.type));
  if (unknown) {
    const why = `what a filter of type ${unknown.type || 'unknown'} does to a request is not known here`;
    return { kind: 'unknown', gap: { source: 'HTTPRoute', scope: null, why, permission: null } };
  }
  return backends === 0 ? { kind: 'nothing', status: 500 } : null;
}

/** Filters that change what a request looks like, or copy it, and not where it goes. */
const KNOWN_FILTERS: ReadonlySet<string> = new Set([
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'URLRewrite',
  'RequestMirror',
  'CORS',
]);
