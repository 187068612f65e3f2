import { isWaypointGateway } from '../../mesh/waypoint.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

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
  explains: ['waypoint-no-pods', 'waypoint-pods-unhealthy'],
  why: 'Any Gateway with an address can be named by the label, and the status then says bound; but ztunnel needs port 15008, which only a waypoint has.',
  notProof: 'Gateways with an HBONE listener or an inbound binding are used as waypoints on purpose.',
  cite: 'W1',
  judge(mesh, trace) {
    const gateway = trace.waypoint?.gateway;
    if (!gateway || isWaypointGateway(mesh, gateway) || !mesh.gatewayClasses.has(gateway.className)) return null;
    if (
      gateway.listeners.some((listener) => listener.protocol === 'HBONE') ||
      'ambient.istio.io/waypoint-inbound-binding' in gateway.annotations
    )
      return null;
    const subject = ref('Gateway', gateway.namespace, gateway.name);
    return {
      subject,
      sentence: `The waypoint label names gateway \`${nameOf(gateway)}\`, which is no waypoint; ztunnel cannot use it and the calls fail.`,
      evidence: [field(subject, 'spec.gatewayClassName', gateway.className, 'istio-waypoint')],
      fix: [remedy('Name a real waypoint.', `istioctl waypoint list -A`)],
    };
  },
};
