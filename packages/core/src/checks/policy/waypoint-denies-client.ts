import type { WaypointDecision } from '../../mesh/waypoint/waypoint-policy.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { HopKind } from '../../path/hop-kind.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { accountOf, nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { listing } from './admit-caller.ts';

/** Catalogue 114 (A12): a policy at the waypoint, or at the gateway, refuses the request. */
export const waypointDeniesClient: Check = {
  id: 'waypoint-denies-client',
  number: 114,
  stage: 'policy',
  title: 'The waypoint rejects the request',
  blame: 'configuration',
  severity: 'broken',
  hops: ['waypoint', 'gateway'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'Gateway', 'Service'],
  why: 'Policies with targetRefs are enforced by the waypoint, on the identity of the original caller and on the HTTP request. A gateway enforces its own on what comes from outside, which has no identity.',
  notProof:
    'What depends on a method, path or header that was not asked about is left open; CUSTOM policies are not decided here.',
  cite: 'A2, A12',
  judge(_mesh, trace) {
    return (
      refusalAt('gateway', trace, trace.caller.gateway, trace.gatewayDecision) ??
      refusalAt('waypoint', trace, trace.waypoint?.gateway ?? null, trace.waypoint?.decision ?? null)
    );
  },
};

function refusalAt(
  hop: 'gateway' | 'waypoint',
  trace: WalkTrace,
  gateway: Gateway | null,
  decision: WaypointDecision | null,
): (Found & { hop: HopKind }) | null {
  if (!gateway || decision?.allowed !== false) return null;
  const subject = ref('AuthorizationPolicy', decision.by.namespace, decision.by.name);
  const who = hop === 'gateway' ? 'a caller outside' : trace.caller.identity || trace.caller.name;
  const unlisted =
    hop === 'gateway' ? 'does not admit it from outside' : `does not list \`${accountOf(who)}\` for this request`;
  const matches = decision.because === 'denied' ? 'a DENY rule matches' : 'no ALLOW rule matches';
  return {
    hop,
    subject,
    sentence: `${hop === 'gateway' ? 'Gateway' : 'Waypoint'} \`${nameOf(gateway)}\` rejects this request: policy \`${nameOf(decision.by)}\` ${decision.because === 'denied' ? 'denies it' : unlisted}.`,
    evidence: [
      evaluation('A12', `identity ${who}, port ${trace.port}: ${matches}`, 'an ALLOW rule that matches', subject),
    ],
    fix: [
      remedy(
        'Change the rules of the policy.',
        `kubectl -n ${subject.namespace} get authorizationpolicy ${subject.name} -o yaml`,
        ...(decision.because === 'not-allowed' && hop === 'waypoint' && trace.caller.identity !== ''
          ? [listing(subject, trace.caller.identity, null)]
          : []),
      ),
    ],
  };
}
