/** Routes of the Gateway API: HTTPRoute, GRPCRoute, TCPRoute, TLSRoute, and the XBackends they may lead to. */
import type {
  Backend,
  ParentStatus,
  Route,
  RouteBackend,
  RouteMatch,
  RouteParent,
  RouteRule,
} from '../state/gateway-api.ts';
import { int, intOrNull, isRecord, type Raw, record, records, str, strings, strOr } from './fields.ts';
import { readConditions, readMetadata } from './metadata.ts';
import { isSecretHeader, readFilter } from './route-filters.ts';

const GATEWAY_API = 'gateway.networking.k8s.io';

/** A route of any kind. */
export function readRoute(raw: Raw): Route {
  const metadata = readMetadata(raw, true);
  const kind = str(raw['kind']);
  const spec = record(raw['spec']);
  return {
    kind,
    ...metadata,
    hostnames: strings(spec['hostnames']),
    parents: records(spec['parentRefs']).map((parent) => readParent(parent, metadata.namespace)),
    rules: records(spec['rules']).map((rule) => readRule(rule, kind, metadata.namespace)),
    status: readParentStatus(raw, metadata.namespace),
  };
}

/** An XBackend: what its controllers say of it, by the Gateway or itself. */
export function readBackend(raw: Raw): Backend {
  const metadata = readMetadata(raw, true);
  return { kind: str(raw['kind']), ...metadata, status: readParentStatus(raw, metadata.namespace) };
}

function readParentStatus(raw: Raw, namespace: string): ParentStatus[] {
  return records(record(raw['status'])['parents']).map((status) => ({
    parent: readParent(record(status['parentRef']), namespace),
    controller: str(status['controllerName']),
    conditions: readConditions(status['conditions']),
  }));
}

/** An absent group is the Gateway API's; the empty text is the core group (a Service as the parent of a mesh route). */
export function readParent(raw: Raw, namespace: string): RouteParent {
  return {
    group: str(raw['group'], GATEWAY_API),
    kind: strOr(raw['kind'], 'Gateway'),
    namespace: strOr(raw['namespace'], namespace),
    name: str(raw['name']),
    sectionName: str(raw['sectionName']),
    port: intOrNull(raw['port']),
  };
}

function readRule(raw: Raw, kind: string, namespace: string): RouteRule {
  return {
    name: str(raw['name']),
    matches: records(raw['matches']).map(kind === 'GRPCRoute' ? readGrpcMatch : readHttpMatch),
    filters: records(raw['filters']).map(readFilter),
    backends: records(raw['backendRefs']).map((backend) => readRouteBackend(backend, namespace)),
    retries: isRecord(raw['retry']) ? int(raw['retry']['attempts'], 1) : null,
    timeout: str(record(raw['timeouts'])['request']),
  };
}

function readRouteBackend(raw: Raw, namespace: string): RouteBackend {
  return {
    group: str(raw['group']),
    kind: strOr(raw['kind'], 'Service'),
    namespace: strOr(raw['namespace'], namespace),
    name: str(raw['name']),
    port: intOrNull(raw['port']),
    weight: Math.max(0, int(raw['weight'], 1)),
    filters: records(raw['filters']).map(readFilter),
  };
}

function readHttpMatch(raw: Raw): RouteMatch {
  const path = raw['path'];
  return {
    path:
      path === undefined || path === null
        ? null
        : { type: strOr(record(path)['type'], 'PathPrefix'), value: strOr(record(path)['value'], '/') },
    method: str(raw['method']),
    headers: readValueMatches(raw['headers']),
    queryParams: readValueMatches(raw['queryParams']),
  };
}

/** gRPC's service and method are the path `/service/method` on the wire. */
function readGrpcMatch(raw: Raw): RouteMatch {
  const call = record(raw['method']);
  const service = str(call['service']);
  const method = str(call['method']);
  return {
    path: grpcPath(str(call['type']), service, method),
    method: '',
    headers: readValueMatches(raw['headers']),
    queryParams: [],
  };
}

function grpcPath(type: string, service: string, method: string): RouteMatch['path'] {
  if (service === '' && method === '') return null;
  if (type === 'RegularExpression') {
    return { type: 'RegularExpression', value: `/${service || '[^/]+'}/${method || '.+'}` };
  }
  if (service === '') return { type: 'RegularExpression', value: `/[^/]+/${method}` };
  return method === ''
    ? { type: 'PathPrefix', value: `/${service}` }
    : { type: 'Exact', value: `/${service}/${method}` };
}

/** A value that may be secret is not kept: what it is compared with stays undecided. */
function readValueMatches(value: unknown): RouteMatch['headers'] {
  return records(value).map((match) => {
    const name = str(match['name']);
    return isSecretHeader(name)
      ? { name, type: 'Withheld', value: '' }
      : { name, type: strOr(match['type'], 'Exact'), value: str(match['value']) };
  });
}
