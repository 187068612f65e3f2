/** HTTP-level objects that address a Service: what is lost when no waypoint is on the way (R1, A2). */
import type { Mesh } from '../../mesh/mesh.ts';
import { type Ref, ref } from '../../state/refs.ts';

/** Routes whose parent is the Service, and policies that target it. */
export function l7ObjectsOf(mesh: Mesh, service: { namespace: string; name: string }): Ref[] {
  const routes = mesh.state.routes
    .filter((route) =>
      route.parents.some(
        (parent) => parent.kind === 'Service' && parent.namespace === service.namespace && parent.name === service.name,
      ),
    )
    .map((route) => ref(route.kind, route.namespace, route.name));
  const targets = (refs: readonly { kind: string; name: string }[], namespace: string): boolean =>
    namespace === service.namespace && refs.some((target) => target.kind === 'Service' && target.name === service.name);
  const policies = mesh.state.authorizationPolicies
    .filter((policy) => targets(policy.targetRefs, policy.namespace))
    .map((policy) => ref('AuthorizationPolicy', policy.namespace, policy.name));
  const tokens = mesh.state.requestAuthentications
    .filter((policy) => targets(policy.targetRefs, policy.namespace))
    .map((policy) => ref('RequestAuthentication', policy.namespace, policy.name));
  return [...routes, ...policies, ...tokens];
}

/** Policies on the waypoint as a whole count for every Service bound to it. */
export function l7ObjectsOfGateway(mesh: Mesh, gateway: { namespace: string; name: string }): Ref[] {
  return mesh.state.authorizationPolicies
    .filter(
      (policy) =>
        policy.namespace === gateway.namespace &&
        policy.targetRefs.some((target) => target.kind === 'Gateway' && target.name === gateway.name),
    )
    .map((policy) => ref('AuthorizationPolicy', policy.namespace, policy.name));
}
