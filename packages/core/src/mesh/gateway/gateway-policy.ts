/** A2, A12: what the policies on a gateway itself say of a request from outside, before its routes are asked. */
import type { Gateway } from '../../state/gateway-api.ts';
import type { AuthorizationPolicy, RequestAuthentication } from '../../state/istio.ts';
import type { Labels } from '../../state/metadata.ts';
import { isForRevision } from '../enrolment/seen-config.ts';
import type { Mesh } from '../mesh.ts';
import { isTargeted } from '../policy/policy.ts';
import { matchesLabels } from '../service/selector.ts';
import {
  decideAtWaypoint,
  type HttpRequest,
  type SeenRequest,
  type WaypointDecision,
} from '../waypoint/waypoint-policy.ts';
import { ignoresIstioApis } from '../waypoint/waypoint-routes.ts';

/**
 * The decision on a request from outside: without an identity, from an address that is not known. Besides policies that
 * target it, a gateway obeys those by selector and for its namespace, as a sidecar does.
 */
export function decideAtGateway(
  mesh: Mesh,
  gateway: Gateway,
  podLabels: Labels,
  request: { http: HttpRequest | null; port: number | null; tcp: boolean },
): WaypointDecision & { asked: { policies: readonly AuthorizationPolicy[]; request: SeenRequest } } {
  const isDeaf = ignoresIstioApis(mesh, gateway);
  const isMeant = (policy: AuthorizationPolicy | RequestAuthentication): boolean =>
    !isDeaf && isForRevision(mesh, policy.labels) && isHeldBy(mesh, policy, gateway, podLabels);
  const tokens = mesh.state.requestAuthentications.filter(isMeant);
  const policies = mesh.state.authorizationPolicies.filter(isMeant);
  const places = tokens.some((policy) => policy.readsOtherPlaces || policy.withoutKeys.length > 0);
  const seen: SeenRequest = {
    identity: '',
    sourceIp: '',
    ...request,
    tokens: places ? 'elsewhere' : tokens.length > 0,
  };
  return { asked: { policies, request: seen }, ...decideAtWaypoint(policies, seen) };
}

function isHeldBy(
  mesh: Mesh,
  policy: AuthorizationPolicy | RequestAuthentication,
  gateway: Gateway,
  podLabels: Labels,
): boolean {
  if (policy.targetRefs.length > 0) return isTargeted(mesh, policy, gateway, null);
  if (policy.namespace !== gateway.namespace && policy.namespace !== mesh.rootNamespace) return false;
  return policy.selector === null || matchesLabels(policy.selector, podLabels);
}
