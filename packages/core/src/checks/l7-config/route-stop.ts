/** Where the rules of a gateway or waypoint end a request. */
import type { RouteTaken } from '../../mesh/route/route-decision.ts';
import type { RoutingRule } from '../../mesh/route/route-rules.ts';
import type { WalkTrace } from '../../path/facts.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';

export interface RouteStop {
  hop: 'gateway' | 'waypoint';
  taken: RouteTaken;
  proxy: Ref;
  /** ``waypoint `shop/waypoint` ``, to begin a clause with */
  proxyWords: string;
}

/** The rules at which a trace ends; null where none does, or a policy refuses the request before it comes to them (A12). */
export function routeStopOf(trace: WalkTrace): RouteStop | null {
  const { waypoint, gatewayRoute, caller } = trace;
  if (trace.endsAt === 'waypoint' && waypoint?.route && waypoint.decision?.allowed !== false)
    return stopAt('waypoint', waypoint.route, waypoint.gateway);
  return trace.endsAt === 'gateway' && gatewayRoute && caller.gateway && trace.gatewayDecision?.allowed !== false
    ? stopAt('gateway', gatewayRoute, caller.gateway)
    : null;
}

function stopAt(hop: RouteStop['hop'], taken: RouteTaken, gateway: { namespace: string; name: string }): RouteStop {
  return {
    hop,
    taken,
    proxy: ref('Gateway', gateway.namespace, gateway.name),
    proxyWords: `${hop} \`${nameOf(gateway)}\``,
  };
}

/** The command that shows a route; all of them where none is meant. */
export function lookAt(route: Ref | null): string {
  if (!route) return 'kubectl get httproutes,grpcroutes,virtualservices -A';
  return `kubectl -n ${route.namespace} get ${route.kind.toLowerCase()} ${route.name} -o yaml`;
}

/** `HTTPRoute ns/name, rule 2`. */
export function ruleWords({ object, name }: RoutingRule): string {
  return `${object.kind} \`${nameOf(object)}\`, ${name}`;
}
