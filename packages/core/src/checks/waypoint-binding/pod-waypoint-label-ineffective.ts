import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import { gatewayOfPod } from '../../mesh/memory/pod-index.ts';
import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import { trafficTypeOf, USE_WAYPOINT, waypointOfPod } from '../../mesh/waypoint/waypoint.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';
import type { Unbound } from './unbound-waypoint.ts';

/** Catalogue 70 (W10): a pod's own waypoint label that leads nowhere; no status tells. */
export const podWaypointLabelIneffective: Check = {
  id: 'pod-waypoint-label-ineffective',
  number: 70,
  stage: 'waypoint-binding',
  title: 'The waypoint label of a pod has no effect',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Pod', 'Gateway'],
  uses: ['Namespace', 'GatewayClass'],
  why: 'A label on pods asks for a waypoint for calls to the pods themselves. When that waypoint is missing, closed to them or for services only, the calls go on without it, and pods have no status that would say so.',
  notProof: 'A label inherited from the namespace: for pods a waypoint for services is the normal case there.',
  cite: 'W10; Kiali KIA1313',
  detect: inEachNamespace((mesh, { namespace }) => findingsIn(mesh, namespace)),
  judge(mesh, trace) {
    const { target, destination, waypoint } = trace;
    if (target.kind !== 'workload' || waypoint || !destination || trace.caller.kind !== 'ambient') return null;
    const { kind, name } = destination.workload;
    return (
      findingsIn(mesh, destination.namespace).find(({ subject }) => subject.kind === kind && subject.name === name) ??
      null
    );
  },
};

/** One for each workload: its pods share their labels. */
const findingsIn = perMesh((mesh: Mesh, namespace: string): readonly Found[] => {
  const found: Found[] = [];
  for (const pods of mesh.pods.workloadsIn(namespace).values()) {
    const pod = pods.find(
      (one) => !isFinished(one) && one.deletedAt === null && one.labels[USE_WAYPOINT] !== undefined,
    );
    if (!pod || gatewayOfPod(pod) !== '') continue;
    const binding = waypointOfPod(mesh, pod);
    if (binding.state === 'unbound' && binding.level === 'object') found.push(finding(mesh, pod, binding));
  }
  return found;
});

function finding(mesh: Mesh, pod: Pod, binding: Unbound): Found {
  const subject = ref(pod.workload.kind, pod.namespace, pod.workload.name);
  const { namespace, name } = binding.requested;
  const waypoint = `${namespace}/${name}`;
  const why = {
    'not-found': `waypoint \`${waypoint}\` does not exist`,
    'never-ready': `waypoint \`${waypoint}\` has never been ready`,
    denied: `waypoint \`${waypoint}\` does not accept pods of namespace \`${pod.namespace}\``,
    'traffic-type': `waypoint \`${waypoint}\` does not accept calls to pods`,
    'cross-namespace': `waypoint \`${waypoint}\` is in another namespace`,
  }[binding.detail];
  const type = binding.gateway ? trafficTypeOf(mesh, binding.gateway) : '';
  return {
    subject,
    sentence: `The waypoint label of ${subject.kind} \`${nameOf(subject)}\` has no effect: ${why}.`,
    evidence: [
      field(ref('Pod', pod.namespace, pod.name), `label ${USE_WAYPOINT}`, pod.labels[USE_WAYPOINT] ?? ''),
      evaluation('W10', `${binding.reason}${type === '' ? '' : `, the waypoint is for ${type} traffic`}`, 'bound'),
    ],
    objects: binding.gateway ? [ref('Gateway', binding.gateway.namespace, binding.gateway.name)] : [],
    fix: [
      remedy(
        'Label the Service instead, or let the waypoint take calls to pods.',
        `kubectl -n ${namespace} label gateway ${name} istio.io/waypoint-for=all --overwrite`,
        ...(binding.detail === 'traffic-type' && binding.gateway
          ? [relabelled(ref('Gateway', namespace, name), binding.gateway.labels, 'istio.io/waypoint-for', 'all')]
          : []),
      ),
    ],
  };
}
