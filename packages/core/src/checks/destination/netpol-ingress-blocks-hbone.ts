import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { networkPolicyFinding } from '../network-policy-finding.ts';

/** Catalogue 130 (N1, N2): the destination's NetworkPolicy admits the application's port, and mesh traffic comes on 15008. */
export const netpolIngressBlocksHbone: Check = {
  id: 'netpol-ingress-blocks-hbone',
  number: 130,
  stage: 'destination',
  title: "The destination's NetworkPolicy stops mesh traffic",
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['outbound-link'],
  tier: 0,
  needs: ['NetworkPolicy', 'Pod', 'Namespace'],
  why: 'To the network every call inside the mesh is port 15008, whatever port the application listens on. A policy that admits only the application port drops it.',
  notProof:
    'The policy is evaluated with the pod that really connects; a rule without ports admits all; with a waypoint in between it is another failure.',
  cite: 'N1, N2; istio.io: content/en/docs/ambient/usage/networkpolicy',
  judge(_mesh, trace) {
    const leg = trace.legs.find(
      (candidate) => candidate.hop === 'outbound-link' && candidate.policies.direction === 'ingress',
    );
    if (!leg?.to.pod || trace.waypoint || trace.caller.kind === 'kubelet') return null;
    return networkPolicyFinding(leg, ref('Pod', leg.to.pod.namespace, leg.to.pod.name), trace.hops);
  },
};
