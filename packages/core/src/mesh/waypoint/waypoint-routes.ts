/** R1-R7: which rules of routing hold for a Service at its waypoint. */
import type { Gateway, Route } from '../../state/gateway-api.ts';
import { conditionOf } from '../../state/metadata.ts';
import type { VirtualService } from '../../state/virtual-services.ts';
import { type Addressee, matchesHost } from '../address/address.ts';
import { fullHost } from '../address/full-host.ts';
import { hostOf } from '../address/host-name.ts';
import { isForRevision } from '../enrolment/seen-config.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { isExportedTo } from '../route/destination-rules.ts';
import { candidatesOf, ruleOf, sortByAge } from '../route/gateway-api-rules.ts';
import type { Candidate, RoutingRule } from '../route/route-rules.ts';
import { httpCandidates, l4RuleOf } from '../route/virtual-rules.ts';
import { type PortProtocol, protocolOfEntry, protocolOfPort } from '../service/port-protocol.ts';

/** What a proxy does with what is addressed: nothing of its own, HTTP rules in order, or one rule for the whole connection. */
export type Routing =
  | { kind: 'none' }
  | { kind: 'http'; candidates: readonly Candidate[] }
  | { kind: 'l4'; rule: RoutingRule };

/** Something with a name and port that routes can have as their parent. */
export interface RouteParentTarget {
  kind: 'Service' | 'ServiceEntry';
  namespace: string;
  name: string;
  host: string;
}

/** What routes may name as parent; null for a pod or an address. */
export function parentOf(mesh: Mesh, addressee: Addressee): RouteParentTarget | null {
  if (addressee.kind === 'service') {
    const { namespace, name } = addressee.service;
    return { kind: 'Service', namespace, name, host: hostOf(mesh, addressee.service) };
  }
  if (addressee.kind !== 'service-entry') return null;
  const { namespace, name } = addressee.entry;
  return { kind: 'ServiceEntry', namespace, name, host: addressee.host };
}

/** R6: the protocol of the port that is addressed. */
export function protocolOf(addressee: Addressee, port: number): PortProtocol {
  if (addressee.kind === 'service-entry') return protocolOfEntry(addressee.entry, port);
  if (addressee.kind !== 'service') return 'auto';
  const found = addressee.service.ports.find((candidate) => candidate.port === port && candidate.protocol !== 'UDP');
  return found ? protocolOfPort(found) : 'auto';
}

/** The rules that a waypoint applies to one port of what is addressed. */
export function routingAtWaypoint(mesh: Mesh, waypoint: Gateway, addressee: Addressee, port: number): Routing {
  const target = parentOf(mesh, addressee);
  if (!target || !hasPort(addressee, port)) return { kind: 'none' };
  const protocol = protocolOf(addressee, port);
  const holders = holdersFor(mesh, waypoint, target, port);
  return protocol === 'http' || protocol === 'auto'
    ? httpRouting(waypoint, holders, port)
    : l4Routing(waypoint, holders, target, port);
}

/** P4, R7: without the port, or with UDP behind it, there is nothing at the waypoint that rules could hold for. */
const hasPort = (addressee: Addressee, port: number): boolean =>
  addressee.kind !== 'service' ||
  addressee.service.ports.some((candidate) => candidate.port === port && candidate.protocol !== 'UDP');

/** R4: routes that are taken together, or one VirtualService. */
type Holder =
  | { kind: 'routes'; namespace: string; name: string; createdAt: string | null; routes: readonly Route[] }
  | { kind: 'virtual'; namespace: string; name: string; createdAt: string | null; service: VirtualService };

/** R3: routes and VirtualServices of the Service's namespace or of the waypoint's, oldest first. */
function holdersFor(mesh: Mesh, waypoint: Gateway, target: RouteParentTarget, port: number): Holder[] {
  const isNear = (object: { namespace: string }): boolean =>
    object.namespace === target.namespace || object.namespace === waypoint.namespace;
  const routes = routesOfParent(mesh, target).filter((route) => isNear(route) && isFor(route, target, port));
  const byNamespace = groupBy(sortByAge(routes), (route) => route.namespace);
  const grouped = [...byNamespace].map(([namespace, list]): Holder => {
    const { name, createdAt } = list[0]!;
    return { kind: 'routes', namespace, name, createdAt, routes: list };
  });
  const virtual = ignoresIstioApis(mesh, waypoint)
    ? []
    : virtualServicesFor(mesh, target.host)
        .filter((service) => isNear(service) && isExportedTo(service.exportTo, service.namespace, waypoint.namespace))
        .map((service): Holder => {
          const { namespace, name, createdAt } = service;
          return { kind: 'virtual', namespace, name, createdAt, service };
        });
  return sortByAge([...grouped, ...virtual]);
}

/** W6: agentgateway takes its configuration from the Gateway API alone. */
export function ignoresIstioApis(mesh: Mesh, gateway: Gateway): boolean {
  const controller = mesh.gatewayClasses.get(gateway.className)?.controller;
  return controller === undefined
    ? gateway.className.startsWith('istio-agentgateway')
    : controller.startsWith('istio.io/agentgateway');
}

const indexByParent = perSlice((routes: readonly Route[]) => {
  const entries = routes.flatMap((route) => {
    const keys = new Set(route.parents.map((parent) => `${parent.kind}/${parent.namespace}/${parent.name}`));
    return [...keys].map((key) => ({ key, route }));
  });
  const groups = groupBy(entries, ({ key }) => key);
  return new Map([...groups].map(([key, list]) => [key, list.map(({ route }) => route)]));
});

/** All routes that name an object as a parent, attached or not. */
export function routesOfParent(
  mesh: Mesh,
  target: { kind: string; namespace: string; name: string },
): readonly Route[] {
  return indexByParent(mesh.state.routes).get(`${target.kind}/${target.namespace}/${target.name}`) ?? [];
}

/** The route names the parent for this port, and its controller did not refuse it there (ST5). */
function isFor(route: Route, target: RouteParentTarget, port: number): boolean {
  return route.parents.some(
    (parent) =>
      isSame(parent, target) &&
      (parent.port === null || parent.port === port) &&
      !route.status.some(
        (status) =>
          isSame(status.parent, target) &&
          status.parent.port === parent.port &&
          status.controller.startsWith('istio.io/') &&
          conditionOf(status.conditions, 'Accepted')?.status === 'False',
      ),
  );
}

const isSame = (parent: { kind: string; namespace: string; name: string }, target: RouteParentTarget): boolean =>
  parent.kind === target.kind && parent.namespace === target.namespace && parent.name === target.name;

interface VirtualIndex {
  exact: ReadonlyMap<string, readonly VirtualService[]>;
  wild: readonly { host: string; service: VirtualService }[];
}

/** VirtualServices for calls within the mesh, by host; short hosts are completed by the object's own namespace. */
const virtualIndex = ofMesh((mesh): VirtualIndex => {
  const hosts = mesh.state.virtualServices
    .filter((service) => isForMesh(service) && isForRevision(mesh, service.labels))
    .flatMap((service) => service.hosts.map((host) => ({ host: fullHost(mesh, host, service.namespace), service })));
  const exact = groupBy(
    hosts.filter(({ host }) => !host.startsWith('*')),
    ({ host }) => host,
  );
  return {
    exact: new Map([...exact].map(([host, list]) => [host, list.map(({ service }) => service)])),
    wild: hosts.filter(({ host }) => host.startsWith('*')),
  };
});

/** Without `gateways` a VirtualService is for the mesh; with them only where `mesh` is among them. */
export const isForMesh = (service: VirtualService): boolean =>
  service.gateways.length === 0 || service.gateways.includes('mesh');

/** R4: VirtualServices whose hosts match, each once. */
export function virtualServicesFor(mesh: Mesh, host: string): readonly VirtualService[] {
  const { exact, wild } = virtualIndex(mesh);
  const matching = wild.filter((entry) => matchesHost(entry.host, host)).map(({ service }) => service);
  return [...new Set([...(exact.get(host) ?? []), ...matching])];
}

/** R4: VirtualServices that name the host itself, and no wildcard that covers it. */
export function virtualServicesNaming(mesh: Mesh, host: string): readonly VirtualService[] {
  return virtualIndex(mesh).exact.get(host) ?? [];
}

const HTTP_ROUTES: ReadonlySet<string> = new Set(['HTTPRoute', 'GRPCRoute']);

/** R4: only the oldest holder of HTTP rules counts; where it has none for the port, the Service itself is meant. */
function httpRouting(waypoint: Gateway, holders: readonly Holder[], port: number): Routing {
  for (const holder of holders) {
    if (holder.kind === 'virtual') {
      if (holder.service.http.length === 0) continue;
      const candidates = httpCandidates(holder.service, { namespace: waypoint.namespace, port });
      return candidates.length > 0 ? { kind: 'http', candidates } : { kind: 'none' };
    }
    const routes = holder.routes.filter((route) => HTTP_ROUTES.has(route.kind));
    if (routes.length > 0) return { kind: 'http', candidates: candidatesOf(routes, false) };
  }
  return { kind: 'none' };
}

/** TLS rules before TCP rules, the oldest first; the first that holds takes the connection. */
function l4Routing(waypoint: Gateway, holders: readonly Holder[], target: RouteParentTarget, port: number): Routing {
  for (const list of ['tls', 'tcp'] as const) {
    for (const holder of holders) {
      const reader = { namespace: waypoint.namespace, port, host: target.host };
      const rule =
        holder.kind === 'virtual'
          ? l4RuleOf(holder.service, list, reader)
          : l4RouteRule(holder.routes, list, target.host);
      if (rule) return { kind: 'l4', rule };
    }
  }
  return { kind: 'none' };
}

/** R4: a TLSRoute holds without host names, or with the Service's own as the only one. */
function l4RouteRule(routes: readonly Route[], list: 'tls' | 'tcp', host: string): RoutingRule | null {
  const isMeant = ({ kind, hostnames }: Route): boolean =>
    list === 'tcp'
      ? kind === 'TCPRoute'
      : kind === 'TLSRoute' && (hostnames.length === 0 || (hostnames.length === 1 && hostnames[0] === host));
  for (const route of routes) {
    const rule = isMeant(route) ? route.rules[0] : undefined;
    if (rule) return ruleOf(route, rule, 0, false);
  }
  return null;
}
