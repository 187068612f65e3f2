import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { refusalFinding, refusalOn } from './refusal.ts';

/** Catalogue 113: the policy forgets the waypoint. */
export const waypointIdentityNotAllowed: Check = {
  id: 'waypoint-identity-not-allowed',
  number: 113,
  stage: 'policy',
  title: 'The policy forgets the waypoint',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod', 'Namespace'],
  why: 'Behind a waypoint the destination sees the waypoint as the caller. A policy that lists only the original callers refuses it.',
  notProof: 'Evaluated with the identity of the waypoint that is on this road.',
  cite: 'A10, A12; istio.io: content/en/docs/ambient/usage/l4-policy',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'waypoint-identity-not-allowed') return null;
    const destination = nameOf({ namespace: trace.destination!.namespace, name: trace.destination!.workload.name });
    return refusalFinding(
      mesh,
      trace,
      refusal,
      `\`${destination}\` refuses the waypoint: policy \`${nameOf(refusal.policy)}\` admits only the original callers, and the call arrives as \`${refusal.identity}\`.`,
      {
        text: 'Check the caller where it is still known: bind the policy to the Service, so that the waypoint enforces it; and admit the waypoint at the pods.',
        diff: [
          ' spec:',
          ...Object.entries(refusal.policy.object?.selector ?? {}).map(
            ([key, value]) => `-  selector: { matchLabels: { ${key}: ${value} } }`,
          ),
          ...(trace.service ? [`+  targetRefs: [{ kind: Service, group: "", name: ${trace.service.name} }]`] : []),
        ],
      },
    );
  },
};
