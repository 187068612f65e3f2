import { accountOf, nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { admitting } from './admit-caller.ts';
import { refusalFinding, refusalOn } from './refusal.ts';

/** Catalogue 109: the destination admits only listed callers. */
export const ztunnelDefaultDeny: Check = {
  id: 'ztunnel-default-deny',
  number: 109,
  stage: 'policy',
  title: 'The destination admits only listed callers',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  persistence: 30,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway', 'Service'],
  explains: ['waypoint-upstream-refused'],
  why: 'At least one ALLOW policy holds for the destination, so everything that no rule lists is refused.',
  notProof:
    'Evaluated with the identity that really arrives; a caller without identity and a waypoint in between are failures of their own.',
  cite: 'A9',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'ztunnel-default-deny') return null;
    const destination = nameOf({ namespace: trace.destination!.namespace, name: trace.destination!.workload.name });
    return refusalFinding(
      mesh,
      trace,
      refusal,
      `\`${destination}\` admits only listed callers, and \`${refusal.identity === '' ? trace.caller.name : accountOf(refusal.identity)}\` is not among them (policy \`${nameOf(refusal.policy)}\`).`,
      {
        text: 'List the caller in an ALLOW rule.',
        changes: admitting(trace, refusal),
      },
    );
  },
};
