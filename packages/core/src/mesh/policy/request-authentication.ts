/** R8, R12: which RequestAuthentication reads tokens at a waypoint, and which cannot hold anywhere. */
import type { Gateway } from '../../state/gateway-api.ts';
import type { RequestAuthentication } from '../../state/istio.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { hasSidecar, isRedirected } from '../enrolment/enrolment.ts';
import { isForRevision } from '../enrolment/seen-config.ts';
import { gatewayOfPod } from '../memory/pod-index.ts';
import type { Mesh } from '../mesh.ts';
import { matchesLabels } from '../service/selector.ts';
import { isWaypointGateway } from '../waypoint/waypoint.ts';
import { isTargeted } from './policy.ts';

/** What a waypoint makes of tokens. */
export interface TokenReading {
  /** those that look for tokens; empty = nobody ever reads one */
  policies: readonly RequestAuthentication[];
  /** R12: the first whose keys cannot be valid: the waypoint goes on with its former configuration */
  refused: RequestAuthentication | null;
}

/** R8: those with a target reference to the waypoint, its class or the Service; the selector form never applies. */
export function tokensAtWaypoint(
  mesh: Mesh,
  gateway: Gateway,
  service: { kind: 'Service' | 'ServiceEntry'; namespace: string; name: string } | null,
): TokenReading {
  const policies = mesh.state.requestAuthentications.filter(
    (policy) => isForRevision(mesh, policy.labels) && isTargeted(mesh, policy, gateway, service),
  );
  return { policies, refused: policies.find((policy) => policy.withoutKeys.length > 0) ?? null };
}

/** R8: a policy by selector, or for a whole namespace, none of whose pods has a sidecar or is a gateway that would read it. */
export function readsNothing(mesh: Mesh, policy: RequestAuthentication): boolean {
  if (policy.targetRefs.length > 0 || policy.namespace === mesh.rootNamespace) return false;
  const pods = (mesh.pods.byNamespace.get(policy.namespace) ?? []).filter(
    (pod) => policy.selector === null || matchesLabels(policy.selector, pod.labels),
  );
  const isRead = (pod: Pod): boolean => hasSidecar(pod) || isIngressPod(mesh, pod);
  return pods.some(isRedirected) && !pods.some(isRead);
}

/** A waypoint reads only what targets it; other gateways read by selector too. */
function isIngressPod(mesh: Mesh, pod: Pod): boolean {
  if (gatewayOfPod(pod) === '') return false;
  const gateway = mesh.gateways.get(`${pod.namespace}/${gatewayOfPod(pod)}`);
  return gateway === undefined || !isWaypointGateway(mesh, gateway);
}
