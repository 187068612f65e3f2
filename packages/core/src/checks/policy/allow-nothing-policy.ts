import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { admitting } from './admit-caller.ts';
import { refusalFinding, refusalOn } from './refusal.ts';

/** Catalogue 111: a policy without rules denies everything. */
export const allowNothingPolicy: Check = {
  id: 'allow-nothing-policy',
  number: 111,
  stage: 'policy',
  title: 'A policy without rules denies everything',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway', 'Service'],
  explains: ['waypoint-upstream-refused'],
  why: 'An ALLOW policy without any rule matches nothing and, being an ALLOW policy, refuses everything else.',
  notProof: 'It may be meant as a baseline that other policies open; here no other policy admits the call.',
  cite: 'A8',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'allow-nothing-policy') return null;
    const destination = nameOf({ namespace: trace.destination!.namespace, name: trace.destination!.workload.name });
    return refusalFinding(
      mesh,
      trace,
      refusal,
      `Policy \`${nameOf(refusal.policy)}\` denies everything by default, and no other policy admits \`${trace.caller.name}\` to \`${destination}\`.`,
      { text: 'Add an ALLOW policy for the callers that are meant to come in.', changes: admitting(trace, refusal) },
    );
  },
};
