import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { networkPolicyFinding } from '../network-policy-finding.ts';

/** Catalogue 91 (N1, N2): callers may not reach the waypoint's pods on 15008. */
export const waypointPortBlocked: Check = {
  id: 'waypoint-port-blocked',
  number: 91,
  stage: 'waypoint-health',
  title: 'Callers cannot reach a waypoint on port 15008',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['outbound-link'],
  tier: 0,
  needs: ['NetworkPolicy', 'Pod', 'Namespace'],
  why: "A NetworkPolicy that selects the waypoint's pods must admit port 15008 from every caller.",
  notProof: 'Evaluated from the pod that really calls.',
  cite: 'N1, N2',
  judge(_mesh, trace) {
    const leg = trace.legs.find(
      (candidate) => candidate.hop === 'outbound-link' && candidate.policies.direction === 'ingress',
    );
    if (!trace.waypoint || !leg?.to.pod) return null;
    return networkPolicyFinding(leg, ref('Pod', leg.to.pod.namespace, leg.to.pod.name), trace.hops);
  },
};
