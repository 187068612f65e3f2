import type { Mesh } from '../../mesh/mesh.ts';
import { slowerThan } from '../../mesh/told/component-histogram.ts';
import { recentSum, sumOf } from '../../mesh/told/component-metrics.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { field, reading, remedy, secondsBetween } from '../evidence.ts';

const HOUR = 3600;
/** Seconds that a change may take until proxies have it. */
const SLOW = 10;
/** One slow push after a start proves nothing. */
const FEWEST = 3;

/** Catalogue 6 (CP1): istiod is late with its news, or falls over under its load. */
export const istiodSlowOrOverloaded: Check = {
  id: 'istiod-slow-or-overloaded',
  number: 6,
  stage: 'control-plane',
  title: 'The control plane is slow or overloaded',
  blame: 'istio',
  severity: 'degraded',
  hops: ['control-plane'],
  tier: 0,
  needs: ['Pod'],
  uses: ['istiod-metrics'],
  why: 'istiod counts how long a change takes until every proxy has it, and how often it gave up sending. When that is long, or it runs out of memory, proxies work on old configuration for a while.',
  notProof:
    'One or two slow pushes after a start. A restart that is more than an hour old. Whether its processor is throttled is not read.',
  cite: 'CP1; istio: pilot/pkg/xds/monitoring.go',
  detect: (mesh) =>
    mesh.pods.istiods.filter(({ deletedAt }) => deletedAt === null).flatMap((pod) => finding(mesh, pod)),
};

function finding(mesh: Mesh, pod: Pod): Found[] {
  const [slow, killed] = [slowness(mesh, pod), restarts(mesh, pod)];
  if (slow.length === 0 && killed.length === 0) return [];
  const subject = ref('Pod', pod.namespace, pod.name);
  return [
    {
      subject,
      certainty:
        slow.length > 0 || killed.some(({ observed }) => observed.includes('OOMKilled')) ? 'likely' : 'suspected',
      sentence: `The control plane pod \`${nameOf(subject)}\` ${slow.length > 0 ? 'takes long to bring changes to the proxies' : 'was restarted under its load'}; what they work with may be out of date.`,
      evidence: [...slow, ...killed],
      objects: [ref(pod.workload.kind, pod.namespace, pod.workload.name)],
      since: killed[0]?.at ?? null,
      fix: [
        remedy(
          'Give istiod more replicas, memory or processor, and limit what it looks at with discoverySelectors.',
          `kubectl -n ${pod.namespace} top pod -l app=istiod`,
        ),
      ],
    },
  ];
}

function slowness(mesh: Mesh, pod: Pod): Evidence[] {
  const metrics = mesh.metrics.get(nameOf(pod));
  if (!metrics) return [];
  const said = (observed: string, expected: string): Evidence =>
    reading('istiod-metrics', metrics.pod, observed, expected, metrics.at, 1);
  const pushes = slowerThan(mesh, metrics.pod, 'pilot_proxy_convergence_time', SLOW);
  const isSlow = pushes !== null && pushes.slow >= FEWEST && pushes.slow > pushes.of / 100;
  const timeouts = recentSum(mesh, metrics.pod, 'pilot_xds_write_timeout') ?? 0;
  const seconds = mesh.metricRates.get(metrics.pod)?.seconds ?? sumOf(mesh, metrics.pod, 'istiod_uptime_seconds');
  const hours = Math.max(1, (seconds ?? HOUR) / HOUR);
  return [
    ...(isSlow
      ? [
          said(
            `pilot_proxy_convergence_time: ${pushes.slow} of ${pushes.of} took more than ${SLOW} s`,
            'one in a hundred at most',
          ),
        ]
      : []),
    ...(timeouts >= FEWEST && timeouts >= hours
      ? [said(`pilot_xds_write_timeout: ${timeouts} in ${Math.round(hours)} h`, '0')]
      : []),
  ];
}

function restarts(mesh: Mesh, pod: Pod): Evidence[] {
  return pod.containers.flatMap(({ name, restarts: count, terminated }) => {
    const age = terminated && secondsBetween(terminated.at, mesh.takenAt);
    if (count === 0 || !terminated || typeof age !== 'number' || age > HOUR) return [];
    const observed = `${name}: ${terminated.reason || 'ended'}, exit ${terminated.exitCode}, ${count} restarts`;
    return [
      field(ref('Pod', pod.namespace, pod.name), 'containerStatuses lastState.terminated', observed, '', terminated.at),
    ];
  });
}
