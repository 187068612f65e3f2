/** A2: the policies that a waypoint enforces, and for what. */
import type { Mesh } from '../mesh/mesh.ts';
import { isForRevision, policiesAtWaypoint } from '../mesh/policy.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { TargetRef } from '../state/istio.ts';
import { type Ref, ref } from '../state/refs.ts';
import { targetEffect } from './effect-targets.ts';

/** Each once, with the objects it holds for; none = everything that passes. */
export function enforcedBy(mesh: Mesh, gateway: Gateway): { object: Ref; for: Ref[] }[] {
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
    const own = targetEffect(mesh, policy).enforced.filter(
      ({ by }) => by?.namespace === gateway.namespace && by.name === gateway.name,
    );
    const object = ref(kind, policy.namespace, policy.name);
    return own.length === 0 ? [] : [{ object, for: isWide ? [] : own.flatMap(({ objects }) => objects) }];
  });
}

const isWideTarget = ({ kind, name }: TargetRef, gateway: Gateway): boolean =>
  (kind === 'Gateway' && name === gateway.name) || kind === 'GatewayClass';
