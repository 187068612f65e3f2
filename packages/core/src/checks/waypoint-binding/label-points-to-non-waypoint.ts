import type { Mesh } from '../../mesh/mesh.ts';
import { isWaypointGateway } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { boundWaypoints } from '../waypoint-health/bound-waypoints.ts';

/** Catalogue 73 (W1): the label names a Gateway that is no waypoint; istiod binds it all the same. */
export const labelPointsToNonWaypoint: Check = {
  id: 'label-points-to-non-waypoint',
  number: 73,
  stage: 'waypoint-binding',
  title: 'The waypoint label names a gateway that is no waypoint',
  blame: 'configuration',
  severity: 'broken',
  hops: ['waypoint'],
  tier: 0,
  needs: ['Gateway', 'GatewayClass', 'Service'],
  uses: ['Pod', 'Namespace', 'ServiceEntry', 'ConfigMap'],
  explains: ['waypoint-no-pods', 'waypoint-pods-unhealthy'],
  why: 'Any Gateway with an address can be named by the label, and the status then says bound; but ztunnel needs port 15008, which only a waypoint has.',
  notProof: 'Gateways with an HBONE listener or an inbound binding are used as waypoints on purpose.',
  cite: 'W1',
  detect: (mesh) => boundWaypoints(mesh).flatMap((gateway) => finding(mesh, gateway)),
  judge: (mesh, trace) => (trace.waypoint ? (finding(mesh, trace.waypoint.gateway)[0] ?? null) : null),
};

function finding(mesh: Mesh, gateway: Gateway): Found[] {
  const ofClass = mesh.gatewayClasses.get(gateway.className);
  if (isWaypointGateway(mesh, gateway) || !ofClass) return [];
  if (
    gateway.listeners.some((listener) => listener.protocol === 'HBONE') ||
    INBOUND_BINDING in { ...ofClass.annotations, ...gateway.annotations }
  )
    return [];
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  return [
    {
      subject,
      sentence: `The waypoint label names gateway \`${nameOf(gateway)}\`, which is no waypoint; ztunnel cannot use it and the calls fail.`,
      evidence: [field(subject, 'spec.gatewayClassName', gateway.className, 'istio-waypoint')],
      fix: [remedy('Name a real waypoint.', `istioctl waypoint list -A`)],
    },
  ];
}

const INBOUND_BINDING = 'ambient.istio.io/waypoint-inbound-binding';
