import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { leavesCluster, networkPolicyFinding } from '../network-policy-finding.ts';

/** Catalogue 40 (N1, N2): the caller's own NetworkPolicy does not let it out on 15008. */
export const netpolEgressBlocksHbone: Check = {
  id: 'netpol-egress-blocks-hbone',
  number: 40,
  stage: 'client',
  title: "The caller's NetworkPolicy stops mesh traffic",
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['outbound-link', 'upstream-link'],
  tier: 0,
  needs: ['NetworkPolicy', 'Pod', 'Namespace'],
  why: 'Inside the mesh every call leaves on port 15008, whatever port the application dials. An egress policy that lists only application ports stops it.',
  notProof:
    'The policy is evaluated for the real next pod and port; a rule without ports admits all. A network plugin that does not enforce NetworkPolicy is not known here.',
  cite: 'N1, N2; istio.io: content/en/docs/ambient/usage/networkpolicy',
  judge(_mesh, trace) {
    const leg = trace.legs.find(
      (candidate) => candidate.policies.direction === 'egress' && candidate.hop === 'outbound-link',
    );
    if (!leg?.from.pod || leavesCluster(leg)) return null;
    const { namespace, name } = leg.from.pod;
    return { ...networkPolicyFinding(leg, ref('Pod', namespace, name), trace.hops), hop: leg.hop };
  },
};
