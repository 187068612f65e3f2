import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { enrolling } from './admit-caller.ts';
import { refusalFinding, refusalOn } from './refusal.ts';

/** Catalogue 122: the policy asks who calls, and the caller cannot say. */
export const policyNeedsIdentityButPlaintext: Check = {
  id: 'policy-needs-identity-but-plaintext',
  number: 122,
  stage: 'policy',
  title: 'The policy asks who calls, and the caller cannot say',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway', 'Service', 'ConfigMap', 'Node'],
  why: 'Rules on principals, namespaces or service accounts need an identity. A caller outside the mesh sends plain text and has none.',
  notProof:
    'Rules on addresses may admit it; a caller that should be in the mesh and is not captured is the deeper cause.',
  cite: 'A11',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'policy-needs-identity-but-plaintext') return null;
    const destination = nameOf({ namespace: trace.destination!.namespace, name: trace.destination!.workload.name });
    return refusalFinding(
      mesh,
      trace,
      refusal,
      `\`${destination}\` admits callers by identity, but \`${trace.caller.name}\` sends plain text without one (policy \`${nameOf(refusal.policy)}\`).`,
      { text: 'Take the caller into the mesh, or admit its addresses with ipBlocks.', changes: enrolling(mesh, trace) },
    );
  },
};
