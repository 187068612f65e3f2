import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 157 (P16): a gateway that must use the waypoint has no way round it. */
export const gatewayWaypointEmpty: Check = {
  id: 'gateway-waypoint-empty',
  number: 157,
  stage: 'gateways',
  title: 'The gateway must use a waypoint that is down',
  blame: 'istio',
  severity: 'broken',
  hops: ['waypoint'],
  tier: 0,
  needs: ['Gateway', 'Pod', 'Service'],
  uses: ['Namespace'],
  why: 'The Service asks gateways to go through its waypoint, which has no ready pod. Gateways answer with an error; they do not fall back to the pods.',
  notProof: 'Without the label a gateway goes straight to the pods, whatever state the waypoint is in.',
  cite: 'P16',
  judge(_mesh, trace) {
    const { caller, service, waypoint } = trace;
    if (caller.kind !== 'gateway' || !service || !waypoint || waypoint.healthy.length > 0) return null;
    const subject = ref('Gateway', waypoint.gateway.namespace, waypoint.gateway.name);
    const object = ref('Service', service.namespace, service.name);
    return {
      subject,
      sentence: `What comes in from outside for \`${nameOf(object)}\` must pass waypoint \`${nameOf(subject)}\`, which has no ready pod; the gateway answers with an error.`,
      evidence: [
        field(
          object,
          'label istio.io/ingress-use-waypoint',
          service.labels['istio.io/ingress-use-waypoint'] ?? 'from its namespace',
        ),
        field(subject, 'ready pods', `0 of ${waypoint.pods.length}`, '1 or more'),
      ],
      objects: [object],
      fix: [
        remedy(
          'Bring the waypoint back, or let gateways go past it.',
          `kubectl -n ${service.namespace} label service ${service.name} istio.io/ingress-use-waypoint=false --overwrite`,
        ),
      ],
    };
  },
};
