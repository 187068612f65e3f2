/** A2, R8: where the target references of a policy lead, and which of them lead nowhere. */
import { type Gap, gapOf, type Mesh } from '../mesh/mesh.ts';
import { type AncestorStatus, waypointStatusOf } from '../mesh/policy/policy-status.ts';
import { isWaypointGateway, waypointOfService, waypointOfServiceEntry } from '../mesh/waypoint/waypoint.ts';
import { ignoresIstioApis } from '../mesh/waypoint/waypoint-routes.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { AuthorizationPolicy, TargetRef } from '../state/istio.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import { boundTo } from './bound-objects.ts';
import { gatewayPlace } from './effect-places.ts';
import type { Effect } from './policy-answer.ts';

type Targeting = Pick<AuthorizationPolicy, 'namespace' | 'targetRefs'>;

/** Every target: enforced there, or not and why. */
export function targetEffect(mesh: Mesh, policy: Targeting): Omit<Effect, 'rules'> {
  const parts = waypointStatusOf(mesh, policy).map((status, i) => oneTarget(mesh, policy.targetRefs[i]!, status));
  return {
    enforced: parts.flatMap(({ enforced }) => enforced),
    notEnforced: parts.flatMap(({ notEnforced }) => notEnforced),
  };
}

function oneTarget(mesh: Mesh, target: TargetRef, status: AncestorStatus): Omit<Effect, 'rules'> {
  const what = `target ${target.kind} \`${target.kind === 'GatewayClass' ? target.name : nameOf(target)}\``;
  const not = (why: string, rule: string) => ({ what, why, rule });
  const gap = status.bound ? null : gapAt(mesh, target);
  if (gap) return { enforced: [], notEnforced: [not(`is not known: ${gap.why}`, 'A2')] };
  if (!status.bound)
    return { enforced: [], notEnforced: [not(WORDS[status.reason] ?? `is not valid: ${status.message}`, 'A2')] };
  const served = gatewaysOf(mesh, target);
  if (served.length === 0) return { enforced: [], notEnforced: [not('has no gateway that enforces it', 'A2')] };
  const deaf = served.filter(({ gateway }) => ignoresIstioApis(mesh, gateway));
  return {
    enforced: served
      .filter(({ gateway }) => !ignoresIstioApis(mesh, gateway))
      .map(({ gateway, objects }) => placeAt(mesh, gateway, objects)),
    notEnforced: deaf.map(({ gateway }) =>
      not(`is served by \`${nameOf(gateway)}\`, whose kind of proxy takes no policies of Istio`, 'W6'),
    ),
  };
}

/** The target may exist, or be bound, and could not be seen. */
function gapAt(mesh: Mesh, target: TargetRef): Gap | null {
  const binding = bindingOf(mesh, target.kind, nameOf(target));
  if (binding) return binding.state === 'unknown' ? binding.gap : null;
  return gapOf(mesh, target.kind, target.kind === 'GatewayClass' ? null : target.namespace);
}

function placeAt(mesh: Mesh, gateway: Gateway, objects: Ref[]): Effect['enforced'][number] {
  const at = isWaypointGateway(mesh, gateway) ? 'waypoint' : 'gateway';
  return gatewayPlace(at, ref('Gateway', gateway.namespace, gateway.name), objects);
}

const WORDS: Readonly<Record<string, string>> = {
  TargetNotFound: 'does not exist',
  AncestorNotBound: 'has no waypoint',
  unknown: 'is of a kind that no policy can target',
};

interface Served {
  gateway: Gateway;
  objects: Ref[];
}

/** A2: the gateways that a bound target means; only the class `istio-waypoint` itself is matched when Istio builds its configuration. */
function gatewaysOf(mesh: Mesh, target: TargetRef): Served[] {
  const key = `${target.namespace}/${target.name}`;
  if (target.kind === 'Gateway') {
    const gateway = mesh.gateways.get(key);
    return gateway ? [{ gateway, objects: boundTo(mesh, gateway).map(({ object }) => object) }] : [];
  }
  if (target.kind === 'GatewayClass') {
    if (target.name !== 'istio-waypoint') return [];
    return mesh.state.gateways
      .filter(({ className, addresses }) => className === target.name && addresses.length > 0)
      .map((gateway) => ({ gateway, objects: boundTo(mesh, gateway).map(({ object }) => object) }));
  }
  const binding = bindingOf(mesh, target.kind, key);
  return binding?.state === 'bound'
    ? [{ gateway: binding.gateway, objects: [ref(target.kind, target.namespace, target.name)] }]
    : [];
}

function bindingOf(mesh: Mesh, kind: string, key: string) {
  if (kind === 'Service') {
    const service = mesh.services.byName.get(key);
    return service ? waypointOfService(mesh, service) : null;
  }
  if (kind !== 'ServiceEntry') return null;
  const entry = mesh.state.serviceEntries.find((one) => nameOf(one) === key);
  return entry ? waypointOfServiceEntry(mesh, entry) : null;
}
