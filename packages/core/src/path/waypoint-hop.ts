/** The hop of a waypoint: its pods, its policies and the rules that say where it sends. */
import { type Gap, gapOf, type Mesh } from '../mesh/mesh.ts';
import type { RouteTaken } from '../mesh/route/route-decision.ts';
import { isWaypointGateway } from '../mesh/waypoint/waypoint.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import type { Facts, WalkHop, WaypointStop } from './facts.ts';
import { decisive, joined, NO_GAPS } from './hop-gaps.ts';

/** The waypoint that a trace goes through. */
export function waypointHop(mesh: Mesh, facts: Facts, stop: WaypointStop): WalkHop {
  const subject = ref('Gateway', stop.gateway.namespace, stop.gateway.name);
  const gaps = joined(
    decisive(gapOf(mesh, 'AuthorizationPolicy', stop.gateway.namespace)),
    decisive(askedGap(mesh, stop)),
    decisive(syncGap(mesh, stop)),
    decisive(classGap(mesh, stop)),
    routeGaps(mesh, stop.route, rulesReadBy(facts, stop)),
  );
  const detail = `${stop.healthy.length} of ${stop.pods.length} pods ready`;
  return {
    kind: 'waypoint',
    title: `waypoint ${nameOf(stop.gateway)}`,
    detail,
    protocol: '',
    subject,
    objects: [subject, ...stop.pods.map((pod) => ref('Pod', pod.namespace, pod.name)), ...routeObjects(stop.route)],
    gaps,
    inferred: stop.inferred,
  };
}

/** The kinds of rules that may change where a waypoint sends what is addressed. */
const rulesReadBy = ({ service, target }: Facts, stop: WaypointStop): string[] => {
  if (!service && target.kind !== 'service-entry') return [];
  return stop.tcp ? ['TCPRoute', 'TLSRoute', 'VirtualService'] : ['HTTPRoute', 'GRPCRoute', 'VirtualService'];
};

/** The route or VirtualService whose rule takes the request. */
export const routeObjects = (route: RouteTaken | null): Ref[] => (route?.rule ? [route.rule.object] : []);

/** Rules that were not read may send elsewhere; and what a rule points to may not be known. */
export function routeGaps(mesh: Mesh, route: RouteTaken | null, kinds: readonly string[]): WalkHop['gaps'] {
  let gaps = route?.outcome.kind === 'unknown' ? decisive(route.outcome.gap) : NO_GAPS;
  for (const kind of kinds) gaps = joined(gaps, decisive(gapOf(mesh, kind)));
  return gaps;
}

/** A12: who is asked by a CUSTOM policy stands in MeshConfig. */
function askedGap(mesh: Mesh, { decision }: WaypointStop): Gap | null {
  const isLeftOpen = decision?.allowed === 'undecided' && decision.by.action === 'CUSTOM';
  return isLeftOpen && !mesh.state.meshConfig ? gapOf(mesh, 'ConfigMap', mesh.rootNamespace) : null;
}

/** W6: only its class tells whether a Gateway of an unusual class is a waypoint. */
function classGap(mesh: Mesh, { gateway }: WaypointStop): Gap | null {
  return isWaypointGateway(mesh, gateway) ? null : gapOf(mesh, 'GatewayClass');
}

/** Whether the waypoint runs on what istiod sent is told by istiod's sync status or by the proxy itself. */
function syncGap(mesh: Mesh, stop: WaypointStop): Gap | null {
  if (stop.pods.length === 0 || mesh.state.syncStatus.length > 0) return null;
  const own = stop.pods.some((pod) => gapOf(mesh, 'waypoint-clusters', nameOf(pod)) === null);
  return own ? null : (gapOf(mesh, 'istiod-syncz') ?? null);
}
