import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { passedBy } from './bypassed-rules.ts';

/** Catalogue 79 (P11, P19): nothing forces a call through the waypoint. */
export const waypointBypassedUnmeshedClient: Check = {
  id: 'waypoint-bypassed-unmeshed-client',
  number: 79,
  stage: 'waypoint-binding',
  title: 'A caller outside the mesh passes the waypoint by',
  blame: 'configuration',
  severity: 'latent',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'Service', 'Pod', 'AuthorizationPolicy', 'HTTPRoute', 'PeerAuthentication'],
  uses: ['Namespace', 'RequestAuthentication', 'GRPCRoute', 'TCPRoute', 'TLSRoute'],
  why: 'Callers outside the mesh reach the pods directly, and nothing stops them here. Rules that only the waypoint enforces do not hold for them.',
  notProof: 'Pods that refuse plain text or callers without an identity are not reached in this way.',
  cite: 'P11, P19',
  judge(mesh, trace) {
    const found = passedBy(mesh, trace, 'unmeshed-client');
    if (!found || trace.caller.kind !== 'unmeshed' || trace.admitted?.decision.allowed !== true) return null;
    const { service, gateway, lost } = found;
    const subject = ref('Service', service.namespace, service.name);
    const rule = lost[0] ? `, so \`${lost[0].kind} ${nameOf(lost[0])}\` does not hold for it` : '';
    return {
      subject,
      severity: lost.length > 0 ? 'degraded' : 'latent',
      sentence: `\`${trace.caller.name}\` is outside the mesh and reaches the pods of \`${nameOf(subject)}\` without waypoint \`${nameOf(gateway)}\`${rule}.`,
      evidence: [
        evaluation(
          'P19',
          'plain text, admitted by every policy on the pods',
          'refused, or a caller in the mesh',
          subject,
        ),
      ],
      objects: [ref('Gateway', gateway.namespace, gateway.name), ...lost],
      fix: [
        remedy('Admit only the identity of the waypoint with a policy on the pods, or take the caller into the mesh.'),
      ],
    };
  },
};
