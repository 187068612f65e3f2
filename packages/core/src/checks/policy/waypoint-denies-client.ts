import { accountOf, nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';

/** Catalogue 114 (A12): a policy at the waypoint refuses the request. */
export const waypointDeniesClient: Check = {
  id: 'waypoint-denies-client',
  number: 114,
  stage: 'policy',
  title: 'The waypoint rejects the request',
  blame: 'configuration',
  severity: 'broken',
  hops: ['waypoint'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'Gateway', 'Service'],
  why: 'Policies with targetRefs are enforced by the waypoint, on the identity of the original caller and on the HTTP request.',
  notProof:
    'What depends on a method, path or header that was not asked about is left open; CUSTOM policies are not decided here.',
  cite: 'A2, A12',
  judge(_mesh, trace) {
    const decision = trace.waypoint?.decision;
    if (!trace.waypoint || !decision || decision.allowed !== false) return null;
    const subject = ref('AuthorizationPolicy', decision.by.namespace, decision.by.name);
    const who = trace.caller.identity || trace.caller.name;
    const why = decision.because === 'denied' ? 'denies it' : `does not list \`${accountOf(who)}\` for this request`;
    return {
      subject,
      sentence: `Waypoint \`${nameOf(trace.waypoint.gateway)}\` rejects this request: policy \`${nameOf(decision.by)}\` ${why}.`,
      evidence: [
        evaluation(
          'A12',
          `identity ${who}, port ${trace.port}: ${decision.because === 'denied' ? 'a DENY rule matches' : 'no ALLOW rule matches'}`,
          'an ALLOW rule that matches',
          subject,
        ),
      ],
      fix: [
        remedy(
          'Change the rules of the policy.',
          `kubectl -n ${subject.namespace} get authorizationpolicy ${subject.name} -o yaml`,
        ),
      ],
    };
  },
};
