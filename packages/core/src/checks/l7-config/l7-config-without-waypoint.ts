import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { groupBy, perSlice } from '../../mesh/memory/look-up.ts';
import { gapOf, inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { rulesOfService } from '../../mesh/route/service-rules.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { RequestAuthentication } from '../../state/istio.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
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
  uses: ['GatewayClass', 'VirtualService', 'RequestAuthentication'],
  why: 'ztunnel knows nothing of HTTP. Routes that name a Service as parent, VirtualServices for its host and token checks that target it are applied by its waypoint, and this Service has none.',
  notProof:
    'Services whose pods are outside the mesh, or whose callers have sidecars that apply the rule: a VirtualService is held against calls from ambient pods only.',
  cite: 'R1, R2, ST5; Kiali KIA0210, KIA1109',
  detect: inEachNamespace((mesh, { services }) =>
    services.flatMap((service) => findings(mesh, service, routesFor(mesh, service))),
  ),
  judge(mesh, { service, waypoint, caller }) {
    // A sidecar applies the rules of the Services it calls by itself (P13).
    if (!service || waypoint || caller.kind === 'sidecar') return null;
    const isRuled = rulesOfService(mesh, service).length > 0 || mesh.state.requestAuthentications.length > 0;
    if (!isRuled) return null;
    const routes = routesFor(mesh, service);
    const others = caller.kind === 'ambient' ? istioObjectsFor(mesh, service) : [];
    return findings(mesh, service, [...routes, ...others])[0] ?? null;
  },
};

const routesFor = (mesh: Mesh, service: Service): Ref[] =>
  rulesOfService(mesh, service)
    .filter((rule) => rule.api === 'gateway-api')
    .map((rule) => rule.object);

/** VirtualServices for the Service, and token checks that target it. */
function istioObjectsFor(mesh: Mesh, service: Service): Ref[] {
  const virtual = rulesOfService(mesh, service).filter((rule) => rule.api === 'istio');
  const tokens = tokensByService(mesh.state.requestAuthentications).get(nameOf(service)) ?? [];
  return [...virtual.map((rule) => rule.object), ...tokens];
}

const tokensByService = perSlice((list: readonly RequestAuthentication[]): ReadonlyMap<string, readonly Ref[]> => {
  const targets = list.flatMap((policy) =>
    policy.targetRefs
      .filter((target) => target.kind === 'Service')
      .map((target) => ({
        service: `${policy.namespace}/${target.name}`,
        object: ref('RequestAuthentication', policy.namespace, policy.name),
      })),
  );
  const groups = groupBy(targets, ({ service }) => service);
  return new Map([...groups].map(([name, entries]) => [name, entries.map(({ object }) => object)]));
});

function findings(mesh: Mesh, service: Service, objects: readonly Ref[]): Found[] {
  if (objects.length === 0 || gapOf(mesh, 'Gateway', service.namespace)) return [];
  const binding = waypointOfService(mesh, service);
  if (binding.state === 'bound' || binding.state === 'unknown' || !podsOfService(mesh, service).some(isRedirected))
    return [];
  const target = ref('Service', service.namespace, service.name);
  const observed = binding.state === 'unbound' ? `${binding.requested.name}, not usable` : 'not set';
  return objects.map((subject) => ({
    subject,
    sentence: `${subject.kind} \`${nameOf(subject)}\` has no effect, because Service \`${nameOf(target)}\` has no waypoint.`,
    evidence: [field(target, 'label istio.io/use-waypoint', observed, 'a waypoint that is ready')],
    objects: [target],
    fix: [
      remedy(
        'Give the namespace or the Service a waypoint.',
        `istioctl waypoint apply -n ${service.namespace} --enroll-namespace`,
      ),
    ],
  }));
}
