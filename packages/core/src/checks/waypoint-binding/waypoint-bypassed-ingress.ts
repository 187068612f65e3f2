import { nameOf, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { l7ObjectsOf, l7ObjectsOfGateway } from './l7-objects.ts';

/** Catalogue 80 (P15, P16): gateways go past the Service's waypoint unless told otherwise. */
export const waypointBypassedIngress: Check = {
  id: 'waypoint-bypassed-ingress',
  number: 80,
  stage: 'waypoint-binding',
  title: 'Traffic from the gateway skips the waypoint',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'Service', 'Namespace', 'AuthorizationPolicy', 'HTTPRoute'],
  uses: ['RequestAuthentication'],
  why: 'A gateway sends straight to the pods. Rules that only the waypoint enforces do not hold for what comes in from outside.',
  notProof:
    'It is the default, so it is a finding only where an HTTP rule or policy waits at the waypoint for this Service.',
  cite: 'P15, P16; istio/istio#55461',
  judge(mesh, trace) {
    const { service, binding } = trace;
    if (trace.skipped !== 'ingress' || !service || binding.state !== 'bound') return null;
    const lost = [...l7ObjectsOf(mesh, service), ...l7ObjectsOfGateway(mesh, binding.gateway)];
    if (lost.length === 0) return null;
    const subject = ref('Service', service.namespace, service.name);
    return {
      subject,
      sentence: `Traffic from the gateway goes straight to the pods of \`${nameOf(service)}\`, so \`${lost[0]!.kind} ${lost[0]!.namespace}/${lost[0]!.name}\` at waypoint \`${nameOf(binding.gateway)}\` does not apply to it.`,
      evidence: [
        field(
          subject,
          'label istio.io/ingress-use-waypoint',
          service.labels['istio.io/ingress-use-waypoint'] ?? 'not set',
          'true',
        ),
      ],
      objects: [ref('Gateway', binding.gateway.namespace, binding.gateway.name), ...lost],
      fix: [
        remedy(
          'Send what comes from gateways through the waypoint too.',
          `kubectl -n ${service.namespace} label service ${service.name} istio.io/ingress-use-waypoint=true --overwrite`,
          relabelled(subject, service.labels, 'istio.io/ingress-use-waypoint', 'true'),
        ),
      ],
    };
  },
};
