import { dialledPodsOf, mayDialPods } from '../../mesh/address/dialled-pods.ts';
import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { groupBy } from '../../mesh/memory/look-up.ts';
import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import { servicesOfPod } from '../../mesh/service/selection.ts';
import { waypointOfPod, waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { evaluation, reading, remedy } from '../evidence.ts';
import { l7ObjectsOf } from './l7-objects.ts';

/** Catalogue 76 (P3-P6, W14): the caller dials the pods themselves, and their Service's waypoint is not asked. */
export const waypointBypassedPodIp: Check = {
  id: 'waypoint-bypassed-pod-ip',
  number: 76,
  stage: 'waypoint-binding',
  title: 'A caller dials pods and passes the waypoint by',
  blame: 'application',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 2,
  needs: ['Gateway', 'Service', 'Pod'],
  uses: [
    'ztunnel-config',
    'ztunnel-log',
    'Namespace',
    'GatewayClass',
    'EndpointSlice',
    'ServiceEntry',
    'ConfigMap',
    'HTTPRoute',
    'AuthorizationPolicy',
    'RequestAuthentication',
  ],
  why: 'ztunnel sees a call to a pod, not to its Service, so the waypoint of the Service and its rules are left out. Clients that find their peers by themselves do so: databases, queues, some gRPC libraries.',
  notProof:
    "Calls of waypoints, gateways and sidecars, and health probes, which are no calls of captured pods; pods that have a waypoint for workloads; a pod's calls to itself; Services without an address.",
  cite: 'P3-P6, W14',
  detect: inEachNamespace((mesh, { pods }) => {
    const groups = groupBy(
      pods.filter((pod) => isRedirected(pod) && mayDialPods(mesh, pod) && dialledPodsOf(mesh, pod).length > 0),
      (pod) => `${pod.workload.kind}/${pod.workload.name}`,
    );
    return [...groups.values()].flatMap((group) => seen(mesh, group));
  }),
  judge(mesh, trace) {
    const { caller, service, waypoint } = trace;
    if (caller.kind !== 'ambient' || !caller.pod) return null;
    const asked = addressed(mesh, trace);
    if (asked)
      return finding(mesh, caller.pod, asked, [evaluation('P3', 'the address of a pod is called', 'the Service')]);
    if (!service || !waypoint) return null;
    const dialling = diallingBeside(mesh, caller.pod);
    if (dialling.length === 0) return null;
    const own = dialling.filter((pod) => dialledPodsOf(mesh, pod).some((dialled) => dialled.service === service));
    return seen(mesh, own, service)[0] ?? null;
  },
};

/** Pods of a pod's workload that call pods; the same for all that they call. */
const diallingBeside = perMesh((mesh: Mesh, pod: Pod): readonly Pod[] =>
  (mesh.pods.byWorkload.get(keyOf(pod)) ?? []).filter(
    (one) => mayDialPods(mesh, one) && dialledPodsOf(mesh, one).length > 0,
  ),
);

const keyOf = ({ namespace, workload }: Pod): string => `${namespace}/${workload.kind}/${workload.name}`;

/** The question itself is about a pod's address, and a Service of it has a waypoint. */
function addressed(mesh: Mesh, { target, destination, selfCall, waypoint }: WalkTrace): Service | null {
  if (target.kind !== 'workload' || !destination || selfCall || waypoint) return null;
  if (waypointOfPod(mesh, destination).state === 'bound') return null;
  return (
    servicesOfPod(mesh, destination).find(
      (service) => !service.headless && waypointOfService(mesh, service).state === 'bound',
    ) ?? null
  );
}

/** One finding for each Service that pods of one workload are seen to pass by. */
function seen(mesh: Mesh, callers: readonly Pod[], only?: Service): Found[] {
  const dialled = callers.flatMap((pod) => dialledPodsOf(mesh, pod).map((one) => ({ pod, one })));
  const groups = groupBy(
    dialled.filter(({ one }) => only === undefined || one.service === only),
    ({ one }) => nameOf(one.service),
  );
  const found = [...groups.values()].map((group) => {
    const evidence = group
      .slice(0, 3)
      .map(({ one }) =>
        reading(
          one.source,
          one.teller,
          `calls ${one.addresses.slice(0, 4).join(', ')}`,
          'the address of the Service',
          one.at,
          one.source === 'ztunnel-log' ? 3 : 2,
        ),
      );
    return finding(mesh, group[0]!.pod, group[0]!.one.service, evidence);
  });
  // One caller is one cause, whatever it calls so.
  const [first, ...more] = found;
  return first
    ? [{ ...first, objects: [...(first.objects ?? []), ...more.flatMap(({ objects }) => objects ?? [])] }]
    : [];
}

function finding(mesh: Mesh, caller: Pod, service: Service, evidence: Evidence[]): Found {
  const binding = waypointOfService(mesh, service);
  const gateway = binding.state === 'bound' ? ref('Gateway', binding.gateway.namespace, binding.gateway.name) : null;
  const lost = l7ObjectsOf(mesh, service);
  const subject = ref(caller.workload.kind, caller.namespace, caller.workload.name);
  const rule = lost[0] ? `, so \`${lost[0].kind} ${nameOf(lost[0])}\` does not hold for it` : '';
  return {
    subject,
    severity: lost.length > 0 ? 'degraded' : 'latent',
    sentence: `\`${nameOf(subject)}\` calls the addresses of pods instead of Service \`${nameOf(service)}\`, which skips waypoint \`${gateway ? nameOf(gateway) : 'of the Service'}\`${rule}.`,
    evidence,
    objects: [ref('Service', service.namespace, service.name), ...(gateway ? [gateway] : []), ...lost],
    fix: [
      remedy(
        'Call the name of the Service, or let the waypoint serve workloads too.',
        gateway
          ? `kubectl -n ${gateway.namespace} label gateway ${gateway.name} istio.io/waypoint-for=all --overwrite`
          : '',
      ),
    ],
  };
}
