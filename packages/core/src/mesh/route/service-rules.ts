/** R1-R3: every rule of routing that addresses a Service, whether a waypoint applies it or not. */
import type { Route } from '../../state/gateway-api.ts';
import type { Service } from '../../state/kubernetes.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { VirtualService } from '../../state/virtual-services.ts';
import { hostOf } from '../address/host-name.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { protocolOfPort } from '../service/port-protocol.ts';
import { waypointOfService } from '../waypoint/waypoint.ts';
import { ignoresIstioApis, routesOfParent, virtualServicesNaming } from '../waypoint/waypoint-routes.ts';
import { refOfRoute } from './gateway-api-rules.ts';
import { refOfVirtual } from './virtual-rules.ts';

export interface ServiceRule {
  object: Ref;
  createdAt: string | null;
  api: 'gateway-api' | 'istio';
  service: Service;
  /** the ports it is about; null = every port */
  ports: readonly number[] | null;
  /** rules for HTTP requests; else for whole connections */
  isHttp: boolean;
}

/** The rules that address a Service by name; a wildcard host is for every Service it covers and names none. */
export const rulesOfService = perMesh((mesh: Mesh, service: Service): readonly ServiceRule[] => {
  const { namespace, name } = service;
  const routes = routesOfParent(mesh, { kind: 'Service', namespace, name });
  const virtual = virtualServicesNaming(mesh, hostOf(mesh, service));
  return [
    ...routes.map((route) => ruleOfRoute(route, service)),
    ...[...new Set(virtual)].map((one) => ruleOfVirtual(one, service)),
  ];
});

function ruleOfRoute(route: Route, service: Service): ServiceRule {
  const parents = route.parents.filter(
    (parent) => parent.kind === 'Service' && parent.namespace === service.namespace && parent.name === service.name,
  );
  const ports = parents.map((parent) => parent.port).filter((port) => port !== null);
  return {
    object: refOfRoute(route),
    createdAt: route.createdAt,
    api: 'gateway-api',
    service,
    ports: ports.length < parents.length ? null : ports,
    isHttp: route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute',
  };
}

function ruleOfVirtual(virtual: VirtualService, service: Service): ServiceRule {
  const matches = [...virtual.http, ...virtual.tcp, ...virtual.tls].map((route) => route.matches);
  const named = matches.flat().map((match) => match.port);
  const isForAll = matches.some((list) => list.length === 0) || named.includes(null);
  return {
    object: refOfVirtual(virtual),
    createdAt: virtual.createdAt,
    api: 'istio',
    service,
    ports: isForAll ? null : named.filter((port) => port !== null),
    isHttp: virtual.http.length > 0,
  };
}

/** R2-R4, R6: why a rule of a Service that has a waypoint is not applied there; null where it is. */
export function whyIgnored(mesh: Mesh, rule: ServiceRule): 'namespace' | 'agentgateway' | 'protocol' | null {
  const binding = waypointOfService(mesh, rule.service);
  if (binding.state !== 'bound') return null;
  const { namespace } = rule.object;
  if (namespace !== rule.service.namespace && namespace !== binding.gateway.namespace) return 'namespace';
  if (rule.api === 'istio' && ignoresIstioApis(mesh, binding.gateway)) return 'agentgateway';
  return rule.isHttp && isOnTcpOnly(rule) ? 'protocol' : null;
}

/** R6: every port that the rule is about is declared to carry something else than HTTP. */
function isOnTcpOnly({ service, ports }: ServiceRule): boolean {
  const meant = service.ports.filter(
    (port) => port.protocol !== 'UDP' && (ports === null || ports.includes(port.port)),
  );
  return meant.length > 0 && meant.every((port) => ['tcp', 'tls'].includes(protocolOfPort(port)));
}

/** R4: rules of both APIs, or two VirtualServices, for a port of one Service: only the oldest holder counts. */
export function conflictsOf(mesh: Mesh, rules: readonly ServiceRule[]): { used: ServiceRule; unused: ServiceRule }[] {
  const near = rules.filter((rule) => rule.isHttp && whyIgnored(mesh, rule) === null);
  const sorted = [...near].sort(
    (a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? '') || a.object.name.localeCompare(b.object.name),
  );
  return sorted.flatMap((unused, i) => {
    const used = sorted
      .slice(0, i)
      .find((older) => (older.api === 'istio' || unused.api === 'istio') && overlaps(older, unused));
    return used ? [{ used, unused }] : [];
  });
}

const overlaps = (a: ServiceRule, b: ServiceRule): boolean =>
  a.ports === null || b.ports === null || a.ports.some((port) => b.ports!.includes(port));

export const refOfService = (service: Service): Ref => ref('Service', service.namespace, service.name);
