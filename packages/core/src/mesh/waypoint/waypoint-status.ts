/** Section 17 (ST1): the condition `istio.io/WaypointBound` as istiod would write it, computed by ourselves. */
import type { Labels } from '../../state/metadata.ts';
import { hasIngressLabel, ingressUsesWaypoint } from '../gateway/gateway.ts';
import type { Mesh } from '../mesh.ts';
import type { CanaryBinding } from './canary.ts';
import type { WaypointBinding } from './waypoint.ts';

/** Status, reason and message of the condition. */
export interface ComputedCondition {
  status: boolean;
  reason: string;
  message: string;
}

/** ST1: null where no waypoint is asked for, or where it cannot be known. `isService`: Services and ServiceEntries also say what ingress does. */
export function boundConditionOf(
  mesh: Mesh,
  object: { namespace: string; labels: Labels },
  binding: WaypointBinding,
  isService: boolean,
): ComputedCondition | null {
  if (binding.state === 'bound') {
    const message = `Successfully attached to waypoint ${binding.gateway.namespace}/${binding.gateway.name}`;
    const suffix = isService ? ingressSuffix(mesh, object) : '';
    return { status: true, reason: binding.reason, message: `${message}${suffix}` };
  }
  if (binding.state !== 'unbound') return null;
  return { status: false, reason: binding.reason, message: refusalText(binding, isService) };
}

function ingressSuffix(mesh: Mesh, object: { namespace: string; labels: Labels }): string {
  if (ingressUsesWaypoint(mesh, object)) return '. Ingress traffic will traverse the waypoint';
  return hasIngressLabel(mesh, object)
    ? '. Ingress traffic is not using the waypoint, set the istio.io/ingress-use-waypoint label to true if desired.'
    : '';
}

const refusalText = ({ reason, requested }: WaypointBinding & { state: 'unbound' }, isService: boolean): string =>
  refusalWords(reason, requested, isService);

/** ST1, W12: istiod's words for a waypoint, or a canary, that is not attached. */
export function refusalWords(
  reason: Refusal,
  { namespace, name }: { namespace: string; name: string },
  isService: boolean,
): string {
  const waypoint = `"${namespace}/${name}"`;
  switch (reason) {
    case 'AttachmentDenied':
      return `we are not permitted to attach to waypoint ${waypoint} (missing allowedRoutes?)`;
    case 'UnsupportedTrafficType':
      return `attempting to bind to traffic type "${isService ? 'service' : 'workload'}" which the waypoint ${waypoint} does not support`;
    case 'CrossNamespaceWaypointForbidden':
      return `cannot bind to waypoint ${waypoint} in another namespace: cross-namespace waypoint binding is not permitted for a ServiceEntry with NAMESPACE visibility`;
    case 'CanarySameAsPrimary':
      return `canary waypoint ${waypoint} must differ from the primary waypoint`;
    case 'CanaryInvalidWeight':
      return `canary waypoint ${waypoint} has an invalid weight; must be an integer in [0,100]`;
    default:
      return `waypoint ${waypoint} is not ready`;
  }
}

type Refusal = (CanaryBinding & { state: 'refused' })['reason'];
