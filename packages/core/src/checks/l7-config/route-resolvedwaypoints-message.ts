import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { refOfRoute } from '../../mesh/route/gateway-api-rules.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import { routesOfParent } from '../../mesh/waypoint/waypoint-routes.ts';
import type { Route } from '../../state/gateway-api.ts';
import type { Service } from '../../state/kubernetes.ts';
import { type Condition, conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 99 (ST5): a condition that is True and whose message says that the route does nothing. */
export const routeResolvedwaypointsMessage: Check = {
  id: 'route-resolvedwaypoints-message',
  number: 99,
  stage: 'l7-config',
  title: 'A route says in a message alone that it is not applied',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['HTTPRoute', 'Service', 'Pod', 'Gateway'],
  uses: ['GRPCRoute', 'TCPRoute', 'TLSRoute', 'Namespace', 'GatewayClass'],
  why: 'For a route with a Service as parent Istio writes the condition `ResolvedWaypoints`. It is always True; only its message tells that nothing asks for a waypoint, and that callers in the mesh are not routed.',
  notProof:
    'The message `All waypoints resolved` proves no more than that a label is there. A message of a former version of the route, one less than a minute old, or one that the labels have overtaken, and Services without pods in the mesh.',
  cite: 'ST5, R2',
  detect: inEachNamespace((mesh, { services }) =>
    mesh.state.routes.length === 0 ? [] : services.flatMap((service) => findings(mesh, service)),
  ),
  judge(mesh, { service, waypoint, caller }) {
    if (!service || waypoint || caller.kind !== 'ambient') return null;
    return findings(mesh, service)[0] ?? null;
  },
};

const RESOLVED = 'All waypoints resolved';

function findings(mesh: Mesh, service: Service): Found[] {
  const { namespace, name } = service;
  const routes = routesOfParent(mesh, { kind: 'Service', namespace, name });
  if (routes.length === 0 || !podsOfService(mesh, service).some(isRedirected)) return [];
  const { state } = waypointOfService(mesh, service);
  if (state === 'bound' || state === 'unknown') return [];
  return routes.flatMap((route) => {
    const said = saidOf(mesh, route, service);
    return said ? [finding(route, service, said)] : [];
  });
}

/** What Istio says of the waypoints of this parent, where it has said so for a minute and not all is well. */
function saidOf(mesh: Mesh, route: Route, service: Service): Condition | null {
  const status = route.status.find(
    ({ parent, controller }) =>
      controller.startsWith('istio.io/') &&
      parent.kind === 'Service' &&
      parent.namespace === service.namespace &&
      parent.name === service.name,
  );
  const said = conditionOf(status?.conditions ?? [], 'ResolvedWaypoints');
  if (!said || said.message === RESOLVED || !hasHeld(said.since, mesh.takenAt, 60)) return null;
  const isStale =
    said.observedGeneration !== null && route.generation !== null && said.observedGeneration < route.generation;
  return isStale ? null : said;
}

function finding(route: Route, service: Service, said: Condition): Found {
  const subject = refOfRoute(route);
  const object = ref('Service', service.namespace, service.name);
  return {
    subject,
    sentence: `${route.kind} \`${nameOf(subject)}\` is not applied to calls from the mesh: its Service \`${nameOf(object)}\` is not labelled for a waypoint, which only a message of its status says.`,
    evidence: [
      conditionEvidence(subject, said),
      field(object, 'label istio.io/use-waypoint', service.labels['istio.io/use-waypoint'] ?? 'not set', 'a waypoint'),
    ],
    objects: [object],
    since: said.since,
    fix: [
      remedy(
        'Give the namespace or the Service a waypoint.',
        `istioctl waypoint apply -n ${service.namespace} --enroll-namespace`,
      ),
    ],
  };
}
