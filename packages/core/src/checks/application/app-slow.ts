import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { perSlice } from '../../mesh/memory/look-up.ts';
import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import type { KubernetesEvent, Pod, Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { eventEvidence, field, reading, remedy, secondsBetween } from '../evidence.ts';
import { isComponent, workloadFindings } from './sick-pods.ts';
import { type SlowRequests, slowRequests } from './slow-requests.ts';

const TIMEOUT = /deadline exceeded|timeout|timed out/i;
/** Fewer may be a slow moment. */
const ENOUGH = 3;
const RECENT = 600;
const SETTLED = 60;

/** Catalogue 145: the application answers, and takes longer than its own probe, or its callers, wait. */
export const appSlow: Check = {
  id: 'app-slow',
  number: 145,
  stage: 'application',
  title: 'The application is slow to answer',
  blame: 'application',
  severity: 'degraded',
  hops: ['destination'],
  tier: 0,
  persistence: 0,
  needs: ['Pod', 'Event'],
  uses: ['waypoint-metrics', 'Service', 'Gateway', 'Namespace', 'GatewayClass'],
  why: 'The readiness probe of a pod runs out of time again and again, although the pod answers it at other times; or a waypoint waits long for answers of this Service and not for those of others.',
  notProof:
    'Probes of a pod in the mesh that never succeed may be lost on the way; probes that are refused or answered with an error; fewer than three in ten minutes; pods that have just started. A waypoint that is slow for everything, fewer than a hundred requests, and ports that carry streams.',
  cite: 'Kubernetes; signals 2',
  detect: (mesh) => [...slowPods(mesh), ...slowServices(mesh)],
  judge(mesh, { destination, caller, waypoint, backend }) {
    const slowly = waypoint && backend ? slowRequests(mesh, backend) : null;
    if (slowly && backend) return requestFinding(backend, slowly);
    if (!destination || caller.kind === 'kubelet' || probesOf(mesh, destination.namespace).size === 0) return null;
    const { namespace, workload } = destination;
    const pods = mesh.pods.byWorkload.get(`${namespace}/${workload.kind}/${workload.name}`) ?? [];
    const slow = pods.filter((pod) => slowProbe(mesh, pod) !== null);
    return slow.length > 0 ? finding(mesh, slow, pods.length) : null;
  },
};

const slowPods = workloadFindings(
  (mesh, pod) => slowProbe(mesh, pod) !== null,
  (mesh, slow, all) => finding(mesh, slow, all),
);

const slowServices = inEachNamespace((mesh, { services }) =>
  mesh.state.componentMetrics.length === 0
    ? []
    : services.flatMap((service) => {
        const slowly = slowRequests(mesh, service);
        return slowly ? [requestFinding(service, slowly)] : [];
      }),
);

function requestFinding(service: Service, { waypoint, averageMs, requests, at }: SlowRequests): Found {
  const subject = ref('Service', service.namespace, service.name);
  return {
    subject,
    certainty: 'suspected',
    sentence: `\`${nameOf(subject)}\` is slow to answer: its waypoint waits ${(averageMs / 1000).toFixed(1)} seconds for an answer on average.`,
    evidence: [
      reading(
        'waypoint-metrics',
        waypoint,
        `${Math.round(averageMs)} ms on average over ${Math.round(requests)} requests`,
        'below 1000 ms, as for other Services',
        at,
        1,
      ),
    ],
    fix: [
      remedy(
        'Find out what the application waits for; the waypoint answers for other Services at once.',
        `kubectl -n ${service.namespace} get endpointslices -l kubernetes.io/service-name=${service.name}`,
      ),
    ],
  };
}

/** Events of probes that ran out of time more than once or twice, by pod. */
const timedOut = perSlice(
  (events: readonly KubernetesEvent[]): ReadonlyMap<string, KubernetesEvent> =>
    new Map(
      events
        .filter(
          ({ reason, message, count }) =>
            reason === 'Unhealthy' && count >= ENOUGH && TIMEOUT.test(message) && !/^startup/i.test(message),
        )
        .map((event) => [event.involved.name, event]),
    ),
);

const NONE: readonly KubernetesEvent[] = [];

const probesOf = (mesh: Mesh, namespace: string): ReadonlyMap<string, KubernetesEvent> =>
  timedOut(mesh.events.byNamespace.get(namespace) ?? NONE);

/** The last run of probes that timed out; null where the pod does not answer probes at other times either. */
function slowProbe(mesh: Mesh, pod: Pod): KubernetesEvent | null {
  const event = probesOf(mesh, pod.namespace).get(pod.name);
  if (!event || isFinished(pod) || pod.deletedAt !== null || isComponent(mesh, pod)) return null;
  // What the mesh may have lost on the way proves nothing of the application (N3).
  if (!pod.ready && isRedirected(pod)) return null;
  const age = secondsBetween(event.lastAt, mesh.takenAt);
  const lived = secondsBetween(pod.startedAt, event.lastAt ?? '');
  return age !== null && age <= RECENT && (lived === null || lived >= SETTLED) ? event : null;
}

function finding(mesh: Mesh, slow: readonly Pod[], all: number): Found {
  const pod = slow[0]!;
  const events = slow.slice(0, 3).flatMap((item) => slowProbe(mesh, item) ?? []);
  const some = all > 1 ? ` in ${slow.length} of ${all} pods` : '';
  return {
    subject: ref(pod.workload.kind, pod.namespace, pod.workload.name),
    certainty: isRedirected(pod) ? 'suspected' : 'likely',
    sentence: `\`${pod.namespace}/${pod.workload.name}\` is slow to answer${some}: its health probe ran out of time ${events[0]?.count ?? ENOUGH} times.`,
    evidence: [
      ...events.map(eventEvidence),
      field(ref('Pod', pod.namespace, pod.name), 'status.conditions Ready', pod.ready ? 'True' : 'False'),
    ],
    objects: slow.slice(0, 5).map((item) => ref('Pod', item.namespace, item.name)),
    since: events[0]?.createdAt ?? null,
    fix: [
      remedy(
        'Find out what the application waits for; compare its processor limit with what it uses.',
        `kubectl -n ${pod.namespace} top pod ${pod.name}; kubectl -n ${pod.namespace} logs ${pod.name} --tail=100`,
      ),
    ],
  };
}
