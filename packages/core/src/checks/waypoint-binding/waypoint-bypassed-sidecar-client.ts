import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { passedBy } from './bypassed-rules.ts';

/** Catalogue 78 (P13): a sidecar chooses the pod by itself. */
export const waypointBypassedSidecarClient: Check = {
  id: 'waypoint-bypassed-sidecar-client',
  number: 78,
  stage: 'waypoint-binding',
  title: 'A caller with a sidecar passes the waypoint by',
  blame: 'configuration',
  severity: 'latent',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'Service', 'Pod', 'AuthorizationPolicy', 'HTTPRoute'],
  uses: ['Namespace', 'RequestAuthentication', 'GRPCRoute', 'TCPRoute', 'TLSRoute'],
  why: 'Sidecars send to the pods directly. Rules that only the waypoint enforces do not hold for their calls.',
  notProof: 'Without a rule at the waypoint nothing is lost, so it is a note then.',
  cite: 'P13',
  judge(mesh, trace) {
    const found = passedBy(mesh, trace, 'sidecar-client');
    if (!found) return null;
    const { service, gateway, lost } = found;
    const subject = ref('Service', service.namespace, service.name);
    const rule = lost[0] ? `, so \`${lost[0].kind} ${nameOf(lost[0])}\` does not hold for it` : '';
    return {
      subject,
      severity: lost.length > 0 ? 'degraded' : 'latent',
      sentence: `\`${trace.caller.name}\` has a sidecar and passes waypoint \`${nameOf(gateway)}\` of \`${nameOf(subject)}\` by${rule}.`,
      evidence: [evaluation('P13', 'the caller has a sidecar', 'a caller in ambient mode', subject)],
      objects: [ref('Gateway', gateway.namespace, gateway.name), ...lost],
      fix: [remedy('Move the caller to ambient mode, or repeat the rule for its sidecar.')],
    };
  },
};
