import { isRedirected } from '../../mesh/enrolment.ts';
import { perSlice } from '../../mesh/look-up.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/selection.ts';
import { waypointOfService } from '../../mesh/waypoint.ts';
import type { Route } from '../../state/gateway-api.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 98 (R1, R2): HTTP configuration for a Service that no waypoint serves. */
export const l7ConfigWithoutWaypoint: Check = {
  id: 'l7-config-without-waypoint',
  number: 98,
  stage: 'l7-config',
  title: 'HTTP rules have no effect without a waypoint',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Gateway', 'HTTPRoute', 'Namespace', 'Pod'],
  uses: ['GatewayClass'],
  why: 'ztunnel knows nothing of HTTP. Routes that name a Service as parent are applied by its waypoint, and this Service has none.',
  notProof: 'Services whose pods are outside the mesh, or whose callers have sidecars that apply the rule.',
  cite: 'R1, R2, ST5; Kiali KIA0210, KIA1109',
  detect: (mesh) => mesh.state.routes.flatMap((route) => findings(mesh, route)),
  judge(mesh, trace) {
    const { service } = trace;
    // A sidecar applies the routes of the Services it calls by itself (P13).
    if (!service || trace.waypoint || trace.caller.kind === 'sidecar') return null;
    const routes = routesByService(mesh.state.routes).get(`${service.namespace}/${service.name}`) ?? [];
    return routes.flatMap((route) => findings(mesh, route)).find((found) => concerns(found, service)) ?? null;
  },
};

const concerns = (found: Found, service: { namespace: string; name: string }): boolean =>
  found.objects?.some((o) => o.kind === 'Service' && o.namespace === service.namespace && o.name === service.name) ??
  false;

const routesByService = perSlice((routes: readonly Route[]) => {
  const groups = new Map<string, Set<Route>>();
  for (const route of routes) {
    for (const { kind, namespace, name } of route.parents) {
      if (kind !== 'Service') continue;
      const key = `${namespace}/${name}`;
      groups.set(key, (groups.get(key) ?? new Set()).add(route));
    }
  }
  return new Map([...groups].map(([key, set]) => [key, [...set]] as const));
});

function findings(mesh: Mesh, route: Route): Found[] {
  return route.parents.flatMap((parent) => {
    const service =
      parent.kind === 'Service' ? mesh.services.byName.get(`${parent.namespace}/${parent.name}`) : undefined;
    if (!service || gapOf(mesh, 'Gateway', service.namespace)) return [];
    const binding = waypointOfService(mesh, service);
    if (binding.state === 'bound' || binding.state === 'unknown' || !podsOfService(mesh, service).some(isRedirected))
      return [];
    const subject = ref(route.kind, route.namespace, route.name);
    return [
      {
        subject,
        sentence: `${route.kind} \`${route.namespace}/${route.name}\` has no effect, because Service \`${service.namespace}/${service.name}\` has no waypoint.`,
        evidence: [
          field(
            ref('Service', service.namespace, service.name),
            'label istio.io/use-waypoint',
            binding.state === 'unbound' ? `${binding.requested.name}, not usable` : 'not set',
            'a waypoint that is ready',
          ),
        ],
        objects: [ref('Service', service.namespace, service.name)],
        fix: [
          remedy(
            'Give the namespace or the Service a waypoint.',
            `istioctl waypoint apply -n ${service.namespace} --enroll-namespace`,
          ),
        ],
      },
    ];
  });
}
