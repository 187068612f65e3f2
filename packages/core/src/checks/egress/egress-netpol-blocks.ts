import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { leavesCluster, networkPolicyFinding } from '../network-policy-finding.ts';

/** Catalogue 165 (N2): the way out of the cluster is closed by a policy on whoever sends last. */
export const egressNetpolBlocks: Check = {
  id: 'egress-netpol-blocks',
  number: 165,
  stage: 'egress',
  title: 'A NetworkPolicy closes the way out',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['outbound-link', 'upstream-link'],
  tier: 0,
  needs: ['NetworkPolicy', 'Pod', 'Namespace'],
  why: 'The last part of the way leads out of the cluster, from the caller itself or from its waypoint. An egress policy there does not admit the address or the port.',
  notProof:
    'Rules on addresses are not judged where the address is known by name only; rules of the network plugin on names are not read.',
  cite: 'N2',
  judge(_mesh, trace) {
    const leg = trace.legs.find((candidate) => candidate.policies.direction === 'egress' && leavesCluster(candidate));
    if (!leg?.from.pod) return null;
    const { namespace, name } = leg.from.pod;
    return { ...networkPolicyFinding(leg, ref('Pod', namespace, name), trace.hops), hop: leg.hop };
  },
};
