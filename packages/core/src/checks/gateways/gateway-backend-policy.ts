import { accountOf, nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { admitting } from '../policy/admit-caller.ts';
import { refusalFinding, refusalOn } from '../policy/refusal.ts';

/** Catalogue 156: the destination does not admit the gateway. */
export const gatewayBackendPolicy: Check = {
  id: 'gateway-backend-policy',
  number: 156,
  stage: 'gateways',
  title: 'The destination does not admit the gateway',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway', 'Service'],
  why: 'What comes in from outside arrives with the identity of the gateway. A policy that does not list it refuses everything from there.',
  notProof: 'Evaluated with the identity of the gateway, or of the waypoint where the gateway goes through one.',
  cite: 'A10',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'gateway-backend-policy') return null;
    const destination = nameOf({ namespace: trace.destination!.namespace, name: trace.destination!.workload.name });
    return refusalFinding(
      mesh,
      trace,
      refusal,
      `\`${destination}\` does not admit the gateway: policy \`${nameOf(refusal.policy)}\` does not list \`${accountOf(refusal.identity)}\`.`,
      {
        text: 'List the identity of the gateway in an ALLOW rule.',
        changes: admitting(trace, refusal),
      },
    );
  },
};
