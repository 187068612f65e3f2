import { dialledPodsOf } from '../../mesh/address/dialled-pods.ts';
import { gatewayOfPod } from '../../mesh/memory/pod-index.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { servicesOfPod } from '../../mesh/service/selection.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { HopKind } from '../../path/hop-kind.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';
import { l7ObjectsOf } from '../waypoint-binding/l7-objects.ts';
import { isIngressController } from './ingress-controllers.ts';

/** Catalogue 159 (P17, E9): what comes in by somebody else's ingress controller meets neither identity nor waypoint. */
export const thirdPartyIngressBypass: Check = {
  id: 'third-party-ingress-bypass',
  number: 159,
  stage: 'gateways',
  title: "Another vendor's ingress controller passes the mesh by",
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'destination-ztunnel'],
  tier: 0,
  needs: ['Pod', 'Service', 'Gateway', 'AuthorizationPolicy', 'PeerAuthentication'],
  uses: [
    'HTTPRoute',
    'GRPCRoute',
    'TCPRoute',
    'TLSRoute',
    'RequestAuthentication',
    'Namespace',
    'EndpointSlice',
    'ztunnel-config',
    'ztunnel-log',
  ],
  why: 'Ingress controllers look up the pods of a Service and call them directly. Outside the mesh they have no identity; inside of it they still pass the waypoint of the Service by.',
  notProof:
    'Controllers in the mesh that call the address of the Service, as nginx does with `service-upstream`; pods that nothing protects. That a pod is an ingress controller is told by its labels and its image.',
  cite: 'P17, E9',
  judge(mesh, trace) {
    const { pod, kind } = trace.caller;
    if (!pod || (kind !== 'unmeshed' && kind !== 'ambient') || !isIngressController(pod) || gatewayOfPod(pod) !== '')
      return null;
    return kind === 'unmeshed' ? outside(mesh, trace, pod) : inside(mesh, trace, pod);
  },
};

type OnHop = Found & { hop?: HopKind };

/** Outside the mesh: refused for want of an identity, or past the rules of a waypoint. */
function outside(mesh: Mesh, trace: WalkTrace, pod: Pod): OnHop | null {
  const { admitted, destination, service, skipped, binding } = trace;
  const name = `\`${trace.caller.name}\``;
  if (admitted && !admitted.decision.allowed && admitted.seen.identity === '' && destination) {
    const target = nameOf({ namespace: destination.namespace, name: destination.workload.name });
    return {
      ...common(pod),
      hop: 'destination-ztunnel',
      severity: 'broken',
      sentence: `Ingress controller ${name} is outside the mesh and calls the pods of \`${target}\` without an identity, which they refuse.`,
      evidence: [
        evaluation('P17', 'plain text, refused by the policies on the pods', 'an identity of the mesh'),
        taken(pod),
      ],
    };
  }
  const lost = service && skipped === 'unmeshed-client' && binding.state === 'bound' ? l7ObjectsOf(mesh, service) : [];
  if (!service || lost.length === 0) return null;
  return { ...common(pod), ...passing(name, service, 'is outside the mesh'), evidence: [taken(pod)], objects: lost };
}

/** In the mesh: seen to call pods of Services that have a waypoint, or asked about such a call. */
function inside(mesh: Mesh, { target, destination, service, caller, waypoint }: WalkTrace, pod: Pod): OnHop | null {
  const isGuarded = (one: Service): boolean =>
    !one.headless && waypointOfService(mesh, one).state === 'bound' && l7ObjectsOf(mesh, one).length > 0;
  const seen = dialledPodsOf(mesh, pod).find((dialled) => dialled.service === service);
  const asked =
    target.kind === 'workload' && destination && !waypoint
      ? servicesOfPod(mesh, destination).find(isGuarded)
      : undefined;
  const passed = asked ?? (seen && isGuarded(seen.service) ? seen.service : undefined);
  if (!passed) return null;
  const observed = seen ? `calls ${seen.addresses.slice(0, 4).join(', ')}` : 'the address of a pod is called';
  return {
    ...common(pod),
    ...passing(`\`${caller.name}\``, passed, 'calls pods by their address'),
    evidence: [evaluation('P17', observed, 'the address of the Service')],
    objects: l7ObjectsOf(mesh, passed),
  };
}

const passing = (name: string, service: Service, how: string): Pick<Found, 'sentence'> => ({
  sentence: `Ingress controller ${name} ${how} and passes the waypoint of \`${nameOf(service)}\` and its rules by.`,
});

const common = (pod: Pod): Pick<Found, 'subject' | 'certainty' | 'fix'> => ({
  subject: ref(pod.workload.kind, pod.namespace, pod.workload.name),
  certainty: 'likely',
  fix: [
    remedy(
      'Take the controller into the mesh, let what comes from outside reach it as it is (annotation `ambient.istio.io/bypass-inbound-capture: "true"` on its pods), and have it call Services, not pods.',
      `kubectl label namespace ${pod.namespace} istio.io/dataplane-mode=ambient`,
    ),
  ],
});

const taken = (pod: Pod) =>
  field(
    ref('Pod', pod.namespace, pod.name),
    'annotation ambient.istio.io/redirection',
    pod.annotations['ambient.istio.io/redirection'] ?? 'absent',
    'enabled',
  );
