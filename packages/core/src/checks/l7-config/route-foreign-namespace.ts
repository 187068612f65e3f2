import type { ServiceRule } from '../../mesh/route/service-rules.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { findIgnored, judgeIgnored } from './ignored-rules.ts';
import { lookAt } from './route-stop.ts';

/** Catalogue 100 (R3): a rule from a namespace that the waypoint does not listen to. */
export const routeForeignNamespace: Check = {
  id: 'route-foreign-namespace',
  number: 100,
  stage: 'l7-config',
  title: 'Rules from another namespace are ignored',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 0,
  needs: ['HTTPRoute', 'VirtualService', 'Gateway', 'Service'],
  uses: ['GRPCRoute', 'TCPRoute', 'TLSRoute', 'Namespace', 'GatewayClass'],
  why: "A waypoint takes rules for a Service only from the Service's namespace and from its own. Others are accepted, and nobody applies them.",
  notProof: 'Routes attached to a gateway; Services without a waypoint have no effect for another reason.',
  cite: 'R3; Kiali KIA1114, KIA0212',
  detect: findIgnored('namespace', finding),
  judge: judgeIgnored('namespace', finding),
};

function finding({ object, service }: ServiceRule): Found {
  return {
    subject: object,
    sentence: `${object.kind} \`${nameOf(object)}\` for Service \`${nameOf(service)}\` is ignored: a waypoint honours only rules from the namespace of the Service or from its own.`,
    evidence: [evaluation('R3', `rule in namespace ${object.namespace}`, `namespace ${service.namespace}`, object)],
    fix: [remedy(`Move it to namespace ${service.namespace}.`, lookAt(object))],
  };
}
