/** A2, R2-R4: the policies, routes and VirtualServices that a waypoint enforces, and for what. */
import { hostOf } from '../mesh/address/host-name.ts';
import { isForRevision } from '../mesh/enrolment/seen-config.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { policiesAtWaypoint } from '../mesh/policy/policy.ts';
import { virtualServicesFor } from '../mesh/waypoint/waypoint-routes.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { TargetRef } from '../state/istio.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import type { VirtualService } from '../state/virtual-services.ts';
import { boundTo } from './bound-objects.ts';
import { routeEffect, virtualEffect } from './effect-route.ts';
import { targetEffect } from './effect-targets.ts';
import type { Effect } from './policy-answer.ts';

/** One object, and what it holds for; none = everything that passes. */
interface Enforced {
  object: Ref;
  for: Ref[];
}

/** Each once. */
export function enforcedBy(mesh: Mesh, gateway: Gateway): Enforced[] {
  return [...policiesOf(mesh, gateway), ...routesOf(mesh, gateway)];
}

function policiesOf(mesh: Mesh, gateway: Gateway): Enforced[] {
  const wide = new Set(policiesAtWaypoint(mesh, gateway, null));
  const policies = mesh.state.authorizationPolicies
    .filter((policy) => !policy.dryRun && isForRevision(mesh, policy.labels))
    .map((policy) => ({ kind: 'AuthorizationPolicy', policy, isWide: wide.has(policy) }));
  const tokens = mesh.state.requestAuthentications.map((policy) => ({
    kind: 'RequestAuthentication',
    policy,
    isWide: policy.targetRefs.some((target) => isWideTarget(target, gateway)),
  }));
  return [...policies, ...tokens].flatMap(({ kind, policy, isWide }) => {
    if (policy.targetRefs.length === 0) return [];
    const objects = objectsAt(targetEffect(mesh, policy), gateway);
    const object = ref(kind, policy.namespace, policy.name);
    return objects === null ? [] : [{ object, for: isWide ? [] : objects }];
  });
}

const isWideTarget = ({ kind, name }: TargetRef, gateway: Gateway): boolean =>
  (kind === 'Gateway' && name === gateway.name) || kind === 'GatewayClass';

function routesOf(mesh: Mesh, gateway: Gateway): Enforced[] {
  const bound = boundTo(mesh, gateway);
  const keys = new Set(bound.map(({ object }) => `${object.kind} ${nameOf(object)}`));
  const routes = mesh.state.routes.filter(({ parents }) =>
    parents.some((one) => keys.has(`${one.kind} ${nameOf(one)}`)),
  );
  const virtual = new Set<VirtualService>();
  for (const { object } of bound) for (const one of virtualServicesNamed(mesh, object)) virtual.add(one);
  const effects = [
    ...routes.map(({ kind, namespace, name }) => ({
      object: ref(kind, namespace, name),
      effect: routeEffect(kind)(mesh, namespace, name),
    })),
    ...[...virtual].map(({ namespace, name }) => ({
      object: ref('VirtualService', namespace, name),
      effect: virtualEffect(mesh, namespace, name),
    })),
  ];
  return effects.flatMap(({ object, effect }) => {
    const objects = effect && objectsAt(effect, gateway);
    return objects ? [{ object, for: objects }] : [];
  });
}

function virtualServicesNamed(mesh: Mesh, object: Ref): readonly VirtualService[] {
  if (object.kind === 'Service') return virtualServicesFor(mesh, hostOf(mesh, object));
  if (object.kind !== 'ServiceEntry') return [];
  const entry = mesh.state.serviceEntries.find((one) => nameOf(one) === nameOf(object));
  return (entry?.hosts ?? []).flatMap((host) => virtualServicesFor(mesh, host));
}

/** What is checked at this gateway; null = nothing. */
function objectsAt({ enforced }: Pick<Effect, 'enforced'>, gateway: Gateway): Ref[] | null {
  const own = enforced.filter(({ by }) => by?.namespace === gateway.namespace && by.name === gateway.name);
  return own.length === 0 ? null : own.flatMap(({ objects }) => objects);
}
