import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 63 (E12, R7): the mesh carries TCP only. */
export const udpNotMeshed: Check = {
  id: 'udp-not-meshed',
  number: 63,
  stage: 'endpoints',
  title: 'The mesh does not carry this protocol',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Pod'],
  uses: ['EndpointSlice'],
  why: 'Only TCP is taken into the mesh. Everything else goes the plain way of Kubernetes, without encryption, identity, policy or waypoint.',
  notProof: 'A port that is open for TCP as well.',
  cite: 'E12, R7',
  judge(_mesh, trace) {
    const { service, choice, caller } = trace;
    const protocol = choice?.servicePort?.protocol;
    if (!service || caller.kind !== 'ambient' || (protocol !== 'UDP' && protocol !== 'SCTP')) return null;
    const subject = ref('Service', service.namespace, service.name);
    return {
      subject,
      sentence: `Port ${trace.port} of \`${nameOf(subject)}\` is ${protocol}, which the mesh does not carry: no encryption, no identity, no policy.`,
      evidence: [field(subject, `spec.ports ${trace.port} protocol`, protocol, 'TCP')],
      fix: [remedy('Protect it with a NetworkPolicy, or use TCP.')],
    };
  },
};
