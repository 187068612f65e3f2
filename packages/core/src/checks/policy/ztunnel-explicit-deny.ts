import { accountOf, nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { refusalFinding, refusalOn } from './refusal.ts';

/** Catalogue 110: a policy denies the call. */
export const ztunnelExplicitDeny: Check = {
  id: 'ztunnel-explicit-deny',
  number: 110,
  stage: 'policy',
  title: 'A policy denies the call',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway', 'Service'],
  explains: ['waypoint-upstream-refused'],
  why: 'A DENY policy matches the caller; it beats every ALLOW.',
  notProof: 'STRICT mTLS in its converted form, and DENY rules made broader by HTTP fields, are failures of their own.',
  cite: 'A9',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'ztunnel-explicit-deny') return null;
    const destination = nameOf({ namespace: trace.destination!.namespace, name: trace.destination!.workload.name });
    return refusalFinding(
      mesh,
      trace,
      refusal,
      `Policy \`${nameOf(refusal.policy)}\` denies calls from \`${refusal.identity === '' ? trace.caller.name : accountOf(refusal.identity)}\` to \`${destination}\`.`,
      { text: 'Change or remove the DENY rule that matches.' },
    );
  },
};
