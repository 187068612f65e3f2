import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 53 (L2): the Service has no such port. */
export const servicePortMissing: Check = {
  id: 'service-port-missing',
  number: 53,
  stage: 'endpoints',
  title: 'The Service has no such port',
  blame: 'application',
  severity: 'broken',
  hops: ['resolution', 'waypoint'],
  tier: 0,
  needs: ['Service'],
  uses: ['Gateway'],
  explains: ['endpoints-not-ready', 'named-targetport-unresolved', 'waypoint-no-healthy-upstream'],
  why: 'A caller must use a port that the Service declares; the port of the pod behind it is another number.',
  notProof: 'With a waypoint the call gets as far as the waypoint, and is shown there.',
  cite: 'L2, P4',
  judge(_mesh, trace) {
    const { backend: service, choice, backendPort: port } = trace;
    if (!service || !choice || choice.servicePort) return null;
    const subject = ref('Service', service.namespace, service.name);
    const ports = service.ports.map((candidate) => candidate.port);
    const meant = service.ports.find((candidate) => candidate.targetPort === port);
    const hint = meant
      ? ` Port ${port} is the port of its pods: callers use ${meant.port}.`
      : ports.length > 0
        ? ` It has ${ports.join(', ')}.`
        : '';
    return {
      hop: trace.waypoint ? 'waypoint' : 'resolution',
      subject,
      sentence: `Service \`${service.namespace}/${service.name}\` has no port ${port}.${hint}`,
      evidence: [field(subject, 'spec.ports', ports.join(', ') || 'none', String(port))],
      fix: [
        remedy(
          meant ? `Call port ${meant.port}.` : 'Call a port that the Service has, or add it.',
          `kubectl -n ${service.namespace} get service ${service.name} -o yaml`,
        ),
      ],
    };
  },
};
