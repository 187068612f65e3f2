/** Small routes and VirtualServices for the tests of the rules. */
import type { Route, RouteBackend, RouteMatch, RouteParent, RouteRule } from '../../state/gateway-api.ts';
import type {
  DestinationRule,
  VirtualHttpMatch,
  VirtualHttpRoute,
  VirtualService,
} from '../../state/virtual-services.ts';
import { metadata } from '../small-mesh.ts';

/** `Service shop/cart`, or a Gateway without the kind. */
export function parentRef(name: string, rest: Partial<RouteParent> = {}): RouteParent {
  const [namespace = '', short = ''] = name.split('/');
  const kind = rest.kind ?? 'Gateway';
  const group = kind === 'Service' ? '' : kind === 'ServiceEntry' ? 'networking.istio.io' : 'gateway.networking.k8s.io';
  return { group, kind, namespace, name: short, sectionName: '', port: null, ...rest };
}

/** `shop/cart:80`. */
export function backend(name: string, rest: Partial<RouteBackend> = {}): RouteBackend {
  const [place = '', port] = name.split(':');
  const [namespace = '', short = ''] = place.split('/');
  return {
    group: '',
    kind: 'Service',
    namespace,
    name: short,
    port: port === undefined ? null : Number(port),
    weight: 1,
    filters: [],
    ...rest,
  };
}

export function routeRule(rest: Partial<RouteRule> = {}): RouteRule {
  return {
    name: '',
    matches: [],
    filters: [],
    backends: [backend('shop/cart:80')],
    retries: null,
    timeout: '',
    ...rest,
  };
}

export function routeMatch(rest: Partial<RouteMatch> = {}): RouteMatch {
  return { path: null, method: '', headers: [], queryParams: [], ...rest };
}

export const pathPrefix = (value: string): RouteMatch => routeMatch({ path: { type: 'PathPrefix', value } });

/** An HTTPRoute for the Service `shop/cart` that sends there. */
export function route(name: string, rest: Partial<Route> = {}): Route {
  return {
    ...metadata(name),
    kind: 'HTTPRoute',
    hostnames: [],
    parents: [parentRef('shop/cart', { kind: 'Service' })],
    rules: [routeRule()],
    status: [],
    ...rest,
  };
}

/** What a controller says of one parent of a route. */
export function accepted(parent: RouteParent, status: string, reason = ''): Route['status'][number] {
  const condition = { type: 'Accepted', status, reason, message: '', since: null, observedGeneration: null };
  return { parent, controller: 'istio.io/gateway-controller', conditions: [condition] };
}

/** A VirtualService for `shop/cart`. */
export function virtualService(name: string, rest: Partial<VirtualService> = {}): VirtualService {
  return { ...metadata(name), hosts: ['cart'], gateways: [], exportTo: [], http: [], tcp: [], tls: [], ...rest };
}

export function virtualRoute(host: string, rest: Partial<VirtualHttpRoute> = {}): VirtualHttpRoute {
  return {
    name: '',
    matches: [],
    destinations: [{ host, subset: '', port: null, weight: null }],
    redirect: null,
    respond: null,
    abort: null,
    delay: null,
    rewrite: null,
    retries: null,
    timeout: '',
    delegate: '',
    ...rest,
  };
}

export function virtualMatch(rest: Partial<VirtualHttpMatch> = {}): VirtualHttpMatch {
  return {
    port: null,
    gateways: [],
    sourceLabels: {},
    sourceNamespace: '',
    uri: null,
    ignoreUriCase: false,
    method: null,
    authority: null,
    scheme: null,
    headers: [],
    withoutHeaders: [],
    queryParams: [],
    ...rest,
  };
}

/** A DestinationRule with a subset for each version named. */
export function destinationRule(
  name: string,
  host: string,
  versions: readonly string[],
  exportTo: string[] = [],
): DestinationRule {
  const subsets = versions.map((version) => ({ name: version, labels: { version }, tlsMode: '' }));
  return { ...metadata(name), host, tlsMode: '', portTlsModes: {}, subsets, exportTo };
}
