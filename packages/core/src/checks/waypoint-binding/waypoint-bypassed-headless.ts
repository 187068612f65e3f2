import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { waypointOfPod, waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { l7ObjectsOf } from './l7-objects.ts';

/** Catalogue 75 (W14): the name of a headless Service means its pods, so its waypoint is never met. */
export const waypointBypassedHeadless: Check = {
  id: 'waypoint-bypassed-headless',
  number: 75,
  stage: 'waypoint-binding',
  title: 'A headless Service never uses its waypoint',
  blame: 'configuration',
  severity: 'latent',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'Service', 'Pod'],
  uses: ['Namespace', 'GatewayClass', 'HTTPRoute', 'AuthorizationPolicy', 'RequestAuthentication'],
  why: 'Callers of a headless Service dial the pods themselves. Its status says that the waypoint is bound, and no call goes through it.',
  notProof:
    'Pods that have a waypoint for workloads meet it. Other Services with an address may lead to the same pods through the waypoint.',
  cite: 'W14; istio/istio#53620',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => finding(mesh, service))),
};

function finding(mesh: Mesh, service: Service): Found[] {
  const binding = service.headless ? waypointOfService(mesh, service) : null;
  if (binding?.state !== 'bound' || isMetAtThePods(mesh, service)) return [];
  const lost = l7ObjectsOf(mesh, service);
  const subject = ref('Service', service.namespace, service.name);
  return [
    {
      subject,
      severity: lost.length > 0 ? 'degraded' : 'latent',
      sentence: `\`${nameOf(service)}\` is headless: callers reach its pods directly and never meet waypoint \`${nameOf(binding.gateway)}\`, although its status says bound.`,
      evidence: [field(subject, 'spec.clusterIP', 'None', 'an address')],
      objects: lost,
      fix: [remedy('Add a Service with an address, or let a waypoint for workloads serve the pods.')],
    },
  ];
}

/** W10: a waypoint for workloads is met by whoever dials the pods themselves. */
function isMetAtThePods(mesh: Mesh, service: Service): boolean {
  const pods = podsOfService(mesh, service);
  return pods.length > 0 && pods.every((pod) => waypointOfPod(mesh, pod).state === 'bound');
}
