import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { leavesCluster, networkPolicyFinding } from '../network-policy-finding.ts';

/** Catalogue 92 (N2): the destination's policy was written for the callers; now the waypoint calls. */
export const netpolBlocksWaypointToDestination: Check = {
  id: 'netpol-blocks-waypoint-to-destination',
  number: 92,
  stage: 'waypoint-health',
  title: 'The waypoint may not reach the destination',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['upstream-link'],
  tier: 0,
  needs: ['NetworkPolicy', 'Pod', 'Namespace'],
  why: 'Behind a waypoint the packets come from the waypoint, on port 15008. A NetworkPolicy that admits only the callers, or only the application port, stops them.',
  notProof: 'Evaluated with the waypoint pod as the source; policies that do not select the pod do not count.',
  cite: 'N2',
  judge(_mesh, trace) {
    const leg = trace.legs.find((candidate) => candidate.hop === 'upstream-link' && !candidate.policies.allowed);
    const end = leg?.policies.direction === 'egress' ? leg.from.pod : leg?.to.pod;
    if (!leg || !end || leavesCluster(leg)) return null;
    return networkPolicyFinding(leg, ref('Pod', end.namespace, end.name), trace.hops);
  },
};
