/** R1-R4, G1: routes and VirtualServices, at the waypoints and gateways that really use them. */
import type { Addressee } from '../mesh/address/address.ts';
import { hostOf } from '../mesh/address/host-name.ts';
import { attachmentsOf, type Refusal } from '../mesh/gateway/gateway-attachment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { type WaypointBinding, waypointOfService, waypointOfServiceEntry } from '../mesh/waypoint/waypoint.ts';
import { isForMesh, type Routing, routingAtWaypoint, virtualServicesFor } from '../mesh/waypoint/waypoint-routes.ts';
import type { Route, RouteParent } from '../state/gateway-api.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import type { VirtualService } from '../state/virtual-services.ts';
import { gatewayPlace } from './effect-places.ts';
import type { Effect } from './policy-answer.ts';

type Parts = Omit<Effect, 'rules'>;

/** A reader for one kind of route. */
export const routeEffect =
  (kind: string) =>
  (mesh: Mesh, namespace: string, name: string): Effect | null => {
    const route = mesh.state.routes.find(
      (one) => one.kind === kind && one.namespace === namespace && one.name === name,
    );
    return route ? joined(route.parents.map((parent) => parentEffect(mesh, route, parent))) : null;
  };

/** The effect of a VirtualService of that name. */
export function virtualEffect(mesh: Mesh, namespace: string, name: string): Effect | null {
  const virtual = mesh.state.virtualServices.find((one) => one.namespace === namespace && one.name === name);
  if (!virtual) return null;
  const gateways = virtual.gateways
    .filter((gateway) => gateway !== 'mesh')
    .map((gateway) => not(`gateway \`${gateway}\``, 'is one of the classic kind, whose rules are not looked at', 'G4'));
  const within = isForMesh(virtual)
    ? targetsOf(mesh, virtual).map((target) => targetEffect(mesh, virtual, target))
    : [];
  const isLone = isForMesh(virtual) && within.length === 0;
  return joined([
    ...within,
    ...gateways,
    ...(isLone ? [not('it', 'has hosts that no Service or ServiceEntry is called by', 'R4')] : []),
  ]);
}

function joined(parts: readonly Parts[]): Effect {
  const all = parts.length > 0 ? parts : [not('it', 'names nothing that it could hold for', 'R2')];
  return {
    enforced: all.flatMap(({ enforced }) => enforced),
    notEnforced: all.flatMap(({ notEnforced }) => notEnforced),
    rules: [],
  };
}

const not = (what: string, why: string, rule: string): Parts => ({ enforced: [], notEnforced: [{ what, why, rule }] });

function parentEffect(mesh: Mesh, route: Route, parent: RouteParent): Parts {
  const what = `parent ${parent.kind} \`${nameOf(parent)}\``;
  if (parent.kind === 'Gateway') return gatewayEffect(mesh, route, parent, what);
  const target = parentTarget(mesh, parent);
  if (!target) return not(what, 'does not exist', 'R2');
  return atWaypoint(mesh, { what, target, own: ref(route.kind, route.namespace, route.name), port: parent.port });
}

const REFUSALS: Readonly<Record<Refusal['reason'], string>> = {
  NoMatchingParent: 'has no listener of that name or port',
  NotAllowedByListeners: 'has no listener that takes routes of this kind and namespace',
  NoMatchingListenerHostname: 'has no listener for any of its host names',
  Refused: 'refuses it',
};

function gatewayEffect(mesh: Mesh, route: Route, parent: RouteParent, what: string): Parts {
  const gateway = mesh.gateways.get(nameOf(parent));
  if (!gateway) return not(what, 'does not exist', 'G1');
  const { attached, refused } = attachmentsOf(mesh, gateway);
  if (attached.some((one) => one.route === route && one.parent === parent))
    return {
      enforced: [gatewayPlace('gateway', ref('Gateway', gateway.namespace, gateway.name), [])],
      notEnforced: [],
    };
  const refusal = refused.find((one) => one.route === route && one.parent === parent);
  return not(what, REFUSALS[refusal?.reason ?? 'Refused'], 'G1');
}

/** Something with a name that routes and VirtualServices can hold for. */
interface Target {
  object: Ref;
  addressee: Addressee;
  binding: WaypointBinding;
  ports: readonly number[];
}

function parentTarget(mesh: Mesh, parent: RouteParent): Target | null {
  if (parent.kind === 'Service') {
    const service = mesh.services.byName.get(nameOf(parent));
    return service ? serviceTarget(mesh, service) : null;
  }
  const entry = mesh.state.serviceEntries.find((one) => nameOf(one) === nameOf(parent));
  return parent.kind === 'ServiceEntry' && entry ? entryTarget(mesh, entry, entry.hosts[0] ?? '') : null;
}

function serviceTarget(mesh: Mesh, service: NonNullable<ReturnType<Mesh['services']['byName']['get']>>): Target {
  const ports = service.ports.filter(({ protocol }) => protocol !== 'UDP').map(({ port }) => port);
  const object = ref('Service', service.namespace, service.name);
  return { object, addressee: { kind: 'service', service }, binding: waypointOfService(mesh, service), ports };
}

function entryTarget(mesh: Mesh, entry: Mesh['state']['serviceEntries'][number], host: string): Target {
  const ports = entry.ports.map(({ number }) => number);
  const object = ref('ServiceEntry', entry.namespace, entry.name);
  const addressee: Addressee = { kind: 'service-entry', entry, host };
  return { object, addressee, binding: waypointOfServiceEntry(mesh, entry), ports };
}

function targetsOf(mesh: Mesh, virtual: VirtualService): Target[] {
  const isMeant = (host: string): boolean => virtualServicesFor(mesh, host).includes(virtual);
  const services = mesh.services.all().filter((service) => isMeant(hostOf(mesh, service)));
  const entries = mesh.state.serviceEntries.flatMap((entry) => {
    const host = entry.hosts.find(isMeant);
    return host === undefined ? [] : [entryTarget(mesh, entry, host)];
  });
  return [...services.map((service) => serviceTarget(mesh, service)), ...entries];
}

function targetEffect(mesh: Mesh, virtual: VirtualService, target: Target): Parts {
  const own = ref('VirtualService', virtual.namespace, virtual.name);
  return atWaypoint(mesh, { what: `${target.object.kind} \`${nameOf(target.object)}\``, target, own, port: null });
}

interface Asked {
  what: string;
  target: Target;
  /** the object asked about */
  own: Ref;
  /** the only port it names; null = all */
  port: number | null;
}

/** R2-R4: whether the waypoint's own rules for the target come from this object. */
function atWaypoint(mesh: Mesh, { what, target, own, port }: Asked): Parts {
  const { binding } = target;
  if (binding.state === 'unknown')
    return not(what, `may have a waypoint, which is not known: ${binding.gap.why}`, 'W8');
  if (binding.state !== 'bound')
    return not(what, 'has no waypoint, and only sidecars among its callers apply it', 'R2');
  const { gateway } = binding;
  const ports = port === null ? target.ports : [port];
  const routings = ports.map((one) => routingAtWaypoint(mesh, gateway, target.addressee, one));
  if (routings.some((routing) => objectsOf(routing).some((one) => isSame(one, own)))) {
    const by = ref('Gateway', gateway.namespace, gateway.name);
    return { enforced: [gatewayPlace('waypoint', by, [target.object])], notEnforced: [] };
  }
  if (own.namespace !== target.object.namespace && own.namespace !== gateway.namespace)
    return not(what, `takes none from namespace ${own.namespace}: only its own and its waypoint's count`, 'R3');
  const rival = routings.flatMap(objectsOf)[0];
  return rival
    ? not(what, `goes by ${rival.kind} \`${nameOf(rival)}\`, which is older`, 'R4')
    : not(what, 'has no port that it could hold for', 'R6');
}

function objectsOf(routing: Routing): Ref[] {
  if (routing.kind === 'http') return routing.candidates.map(({ rule }) => rule.object);
  return routing.kind === 'l4' ? [routing.rule.object] : [];
}

const isSame = (a: Ref, b: Ref): boolean => a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
