import type { ServiceRule } from '../../mesh/route/service-rules.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { findIgnored, judgeIgnored } from './ignored-rules.ts';
import { lookAt } from './route-stop.ts';

/** Catalogue 98.5 (W6.agentgateway): rules in an API that the waypoint does not read. */
export const agentgatewayIgnoresIstioApis: Check = {
  id: 'agentgateway-ignores-istio-apis',
  number: 98.5,
  stage: 'l7-config',
  title: "Agentgateway ignores Istio's own rules",
  blame: 'configuration',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 0,
  needs: ['VirtualService', 'Gateway', 'Service', 'GatewayClass'],
  uses: ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'Namespace'],
  why: 'A waypoint of the agentgateway class is configured by the Gateway API alone. A VirtualService for a Service behind it does nothing.',
  notProof: 'Routes of the Gateway API work there as anywhere.',
  cite: 'W6.agentgateway',
  detect: findIgnored('agentgateway', finding),
  judge: judgeIgnored('agentgateway', finding),
};

function finding({ object, service }: ServiceRule): Found {
  return {
    subject: object,
    sentence: `The waypoint of Service \`${nameOf(service)}\` is agentgateway, which ignores Istio's own rules: ${object.kind} \`${nameOf(object)}\` has no effect.`,
    evidence: [evaluation('W6', 'class of the waypoint: agentgateway', 'class istio-waypoint', object)],
    fix: [remedy('Write the rule as a route of the Gateway API, or use class istio-waypoint.', lookAt(object))],
  };
}
