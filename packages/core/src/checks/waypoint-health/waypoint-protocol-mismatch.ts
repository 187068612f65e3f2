import type { ServiceRule } from '../../mesh/route/service-rules.ts';
import type { Service, ServicePort } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { SuggestedChange } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { findIgnored, judgeIgnored } from '../l7-config/ignored-rules.ts';

/** Catalogue 97 (R6): HTTP rules for a port that is declared to carry something else. */
export const waypointProtocolMismatch: Check = {
  id: 'waypoint-protocol-mismatch',
  number: 97,
  stage: 'waypoint-health',
  title: 'HTTP rules on a port that is not HTTP',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 0,
  needs: ['HTTPRoute', 'VirtualService', 'Gateway', 'Service'],
  uses: ['GRPCRoute', 'TCPRoute', 'TLSRoute', 'Namespace', 'GatewayClass'],
  why: 'A waypoint takes a port for what its appProtocol or its name says. Rules for HTTP do not hold where it says TCP or TLS.',
  notProof:
    'A port without a word is looked at as it comes, and is not held against the rule; what the server really speaks is not seen.',
  cite: 'R6; analyze IST0118, Kiali KIA0601, KIA0602',
  detect: findIgnored('protocol', finding),
  judge: judgeIgnored('protocol', finding),
};

function finding({ object, service, ports }: ServiceRule): Found {
  const meant = service.ports.filter(
    (port) => port.protocol !== 'UDP' && (ports === null || ports.includes(port.port)),
  );
  const words = meant.map((port) => `${port.port} (${port.appProtocol || port.name})`).join(', ');
  return {
    subject: object,
    sentence: `${object.kind} \`${nameOf(object)}\` has rules for HTTP, and Service \`${nameOf(service)}\` declares port ${words} to be something else; they have no effect.`,
    evidence: [field(object, 'spec.rules', `HTTP rules for port ${words}`, 'appProtocol: http')],
    fix: [
      remedy(
        'Say that the port carries HTTP, if it does.',
        `kubectl -n ${service.namespace} get service ${service.name} -o yaml`,
        declaredHttp(service, meant),
      ),
    ],
  };
}

const declaredHttp = (service: Service, meant: readonly ServicePort[]): SuggestedChange => ({
  object: ref('Service', service.namespace, service.name),
  edits: meant.map((port) => ({
    path: ['spec', 'ports', service.ports.indexOf(port), 'appProtocol'],
    before: port.appProtocol === '' ? null : port.appProtocol,
    after: 'http',
    beside: { port: port.port },
  })),
});
