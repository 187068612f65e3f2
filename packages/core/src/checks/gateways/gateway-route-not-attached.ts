import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { routeStopOf } from '../l7-config/route-stop.ts';

/** Catalogue 152 (G1): nothing at the gateway leads to what is asked for. */
export const gatewayRouteNotAttached: Check = {
  id: 'gateway-route-not-attached',
  number: 152,
  stage: 'gateways',
  title: 'No route of the gateway leads there',
  blame: 'configuration',
  severity: 'broken',
  hops: ['gateway'],
  tier: 0,
  needs: ['HTTPRoute', 'Gateway'],
  uses: ['GRPCRoute', 'TCPRoute', 'TLSRoute', 'Service', 'AuthorizationPolicy'],
  why: 'A gateway sends on only what a route attached to it is about; everything else gets 404, or no connection.',
  notProof:
    "Istio's own Gateway objects and their VirtualServices are not followed by a path: a gateway that uses them is not judged here.",
  cite: 'G1, ST5; analyze IST0171, Kiali KIA1401',
  judge(_mesh, trace) {
    const stop = routeStopOf(trace);
    if (stop?.taken.outcome.kind !== 'no-route') return null;
    const what = trace.service ? `Service \`${nameOf(trace.service)}\`` : 'this host';
    return {
      subject: stop.proxy,
      sentence: `No route of gateway \`${nameOf(stop.proxy)}\` leads to ${what}.`,
      evidence: [evaluation('G1', 'no attached route leads there', 'a route with it as backend', stop.proxy)],
      fix: [
        remedy(
          'Attach a route to the gateway: parentRefs, host names, and the namespaces its listener allows.',
          'kubectl get httproutes,grpcroutes,tcproutes,tlsroutes -A',
        ),
      ],
    };
  },
};
