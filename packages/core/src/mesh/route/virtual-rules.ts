/** Rules of VirtualServices, in the order they are written in (R4, G4). */

import { type Ref, ref } from '../../state/refs.ts';
import type {
  TextMatch,
  VirtualHttpMatch,
  VirtualHttpRoute,
  VirtualL4Route,
  VirtualService,
} from '../../state/virtual-services.ts';
import type { Mesh } from '../mesh.ts';
import { resolveDestination } from './route-backends.ts';
import { type NamedPattern, pattern, type RequestMatch, type TextPattern } from './route-match.ts';
import type { Candidate, ProxyAnswer, RoutingRule, RuleBackend } from './route-rules.ts';

/** The proxy that reads a VirtualService. */
export interface VirtualReader {
  namespace: string;
  /** the port of the Service or listener in question */
  port: number;
}

export const refOfVirtual = (service: VirtualService): Ref => ref('VirtualService', service.namespace, service.name);

/** R4: the candidates a waypoint makes of `http`; matches it cannot judge are as if they were not there. */
export function httpCandidates(service: VirtualService, reader: VirtualReader): Candidate[] {
  return service.http.flatMap((route, i): Candidate[] => {
    const rule = httpRule(service, route, i, reader);
    if (route.matches.length === 0) return [{ match: EVERYTHING, rule }];
    return route.matches
      .filter((match) => isReadBy(match, reader))
      .map((match) => ({ match: requestMatchOf(match), rule }));
  });
}

const EVERYTHING: RequestMatch = { path: null, method: null, host: null, headers: [], query: [] };

/** R4: by its port; a match on the caller's labels, its namespace, or a gateway is dropped. */
function isReadBy(match: Scope, { namespace, port }: VirtualReader): boolean {
  if (match.port !== null && match.port !== port) return false;
  if (Object.keys(match.sourceLabels).length > 0) return false;
  if (match.gateways.length > 0) return match.gateways.includes('mesh');
  return match.sourceNamespace === '' || match.sourceNamespace === namespace;
}

type Scope = Pick<VirtualHttpMatch, 'port' | 'gateways' | 'sourceLabels' | 'sourceNamespace'>;

function requestMatchOf(match: VirtualHttpMatch): RequestMatch {
  const text = (wanted: TextMatch | null, ignoreCase = false): TextPattern | null =>
    wanted && pattern(KINDS[wanted.kind] ?? 'withheld', wanted.value, ignoreCase);
  const named =
    (absent: boolean) =>
    ({ name, match: wanted }: VirtualHttpMatch['headers'][number]): NamedPattern => ({
      name: name.toLowerCase(),
      pattern: text(wanted)!,
      absent,
    });
  return {
    path: text(match.uri, match.ignoreUriCase),
    method: text(match.method),
    host: text(match.authority),
    headers: [...match.headers.map(named(false)), ...match.withoutHeaders.map(named(true))],
    query: match.queryParams.map((param) => ({ ...named(false)(param), name: param.name })),
  };
}

const KINDS: Readonly<Record<string, TextPattern['kind']>> = {
  exact: 'exact',
  prefix: 'prefix',
  regex: 'regex',
  present: 'present',
};

function httpRule(service: VirtualService, route: VirtualHttpRoute, i: number, reader: VirtualReader): RoutingRule {
  const backends = backendsOf(service, route.destinations, reader);
  return {
    object: refOfVirtual(service),
    name: route.name || `rule ${i + 1}`,
    backends,
    answer: answerOf(route, backends.length),
    abort: route.abort,
    delay: route.delay,
    change: {
      headers: [],
      host: route.rewrite?.authority ?? '',
      path: route.rewrite?.uri ? { type: 'ReplacePrefixMatch', value: route.rewrite.uri } : null,
    },
    retries: route.retries,
    timeout: route.timeout,
  };
}

/** Destinations without a weight among several get nothing; the only one gets everything. */
function backendsOf(
  service: VirtualService,
  destinations: VirtualHttpRoute['destinations'],
  reader: VirtualReader,
): RuleBackend[] {
  const isSole = destinations.length === 1;
  return destinations
    .filter(({ weight }) => isSole || (weight ?? 0) > 0)
    .map((destination) => ({
      name: destination.host,
      resolve: (mesh: Mesh) => resolveDestination(mesh, service, destination, reader.namespace, reader.port),
      weight: isSole ? 1 : destination.weight!,
      headers: null,
    }));
}

function answerOf(route: VirtualHttpRoute, backends: number): ProxyAnswer | null {
  if (route.redirect) {
    const { scheme, authority, port, status, uri } = route.redirect;
    const path = uri === '' ? null : { type: 'ReplaceFullPath', value: uri };
    return { kind: 'redirect', status, scheme, host: authority, port, path };
  }
  if (route.respond !== null) return { kind: 'respond', status: route.respond };
  if (route.delegate !== '') {
    const why = `the rules of VirtualService ${route.delegate}, to which another one delegates, are not followed here`;
    return { kind: 'unknown', gap: { source: 'VirtualService', scope: null, why, permission: null } };
  }
  return backends === 0 ? { kind: 'nothing', status: 503 } : null;
}

/** R4: the rule of `tls` or `tcp` that holds at a waypoint: one without matches, or whose match names the port. */
export function l4RuleOf(
  service: VirtualService,
  list: 'tls' | 'tcp',
  reader: VirtualReader & { host: string },
): RoutingRule | null {
  const holds = (match: VirtualL4Route['matches'][number]): boolean =>
    (match.port === null || match.port === reader.port) &&
    (match.gateways.length === 0 || match.gateways.includes('mesh')) &&
    Object.keys(match.sourceLabels).length === 0 &&
    match.sourceNamespace === '' &&
    // A waypoint does not look at the name in TLS: only the Service's own name, alone, is taken.
    (list === 'tcp' || (match.sni.length === 1 && match.sni[0] === reader.host));
  const at = service[list].findIndex((route) => route.matches.length === 0 || route.matches.some(holds));
  if (at < 0) return null;
  return l4Rule(service, service[list][at]!, `${list} rule ${at + 1}`, reader);
}

function l4Rule(service: VirtualService, route: VirtualL4Route, name: string, reader: VirtualReader): RoutingRule {
  const backends = backendsOf(service, route.destinations, reader);
  return {
    object: refOfVirtual(service),
    name,
    backends,
    answer: backends.length === 0 ? { kind: 'nothing', status: 0 } : null,
    abort: null,
    delay: null,
    change: { headers: [], host: '', path: null },
    retries: null,
    timeout: '',
  };
}
