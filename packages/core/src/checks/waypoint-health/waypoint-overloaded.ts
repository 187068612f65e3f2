import { groupBy, perSlice } from '../../mesh/memory/look-up.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import { recentSum } from '../../mesh/told/component-metrics.ts';
import { recentCounts } from '../../mesh/told/proxy-counts.ts';
import { podsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { TrafficReading } from '../../state/traffic.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';
import { boundWaypoints } from './bound-waypoints.ts';

/** Catalogue 95: a waypoint that turns requests away because it has too many at once. */
export const waypointOverloaded: Check = {
  id: 'waypoint-overloaded',
  number: 95,
  stage: 'waypoint-health',
  title: 'A waypoint has more to do than it can',
  blame: 'istio',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 1,
  needs: ['Gateway', 'Pod', 'waypoint-metrics'],
  uses: ['Service', 'ServiceEntry', 'Namespace', 'GatewayClass', 'ConfigMap', 'waypoint-log', 'waypoint-clusters'],
  why: 'A proxy that reaches its limits on connections and waiting requests answers at once with an error. What it counted of these, beside all of its requests, tells.',
  notProof:
    'Fewer than twenty requests turned away, or fewer than one in a hundred; slow answers of the application, which the proxy only waits for. Where the limits are set in a DestinationRule, they are what is reached.',
  cite: 'signals 5',
  detect: (mesh) => boundWaypoints(mesh).flatMap((gateway) => finding(mesh, gateway)),
};

const ENOUGH = 20;
const SHARE = 0.01;

/** What a pod did, and what of it was turned away. */
interface Load {
  pod: Pod;
  requests: number;
  away: number;
  logged: number;
}

const OVERFLOWS = [
  'envoy_cluster_upstream_rq_pending_overflow',
  'envoy_cluster_upstream_rq_active_overflow',
  'envoy_cluster_upstream_cx_overflow',
  'envoy_http_downstream_rq_overload_close',
  'envoy_listener_downstream_cx_overflow',
];

function loadOf(mesh: Mesh, pod: Pod): Load {
  const name = nameOf(pod);
  const counted = requestsByPod(mesh.state.traffic).get(name);
  const overflow = OVERFLOWS.reduce((sum, metric) => sum + (recentSum(mesh, name, metric) ?? 0), 0);
  const total = recentSum(mesh, name, 'envoy_cluster_upstream_rq_total') ?? 0;
  const logged = factsOf(mesh, name, 'request').filter(({ flags }) => isTurnedAway(flags));
  return {
    pod,
    requests: Math.max(counted?.all ?? 0, total + overflow),
    away: Math.max(counted?.away ?? 0, overflow),
    logged: logged.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Envoy's `UO`: the limits upstream; `OM`: its own overload manager. */
const isTurnedAway = (flags: string): boolean => flags.split(',').some((flag) => flag === 'UO' || flag === 'OM');

const requestsByPod = perSlice((readings: readonly TrafficReading[]) => {
  return new Map(
    [...groupBy(recentCounts(readings), ({ pod }) => pod)].map(([pod, list]) => {
      const series = list
        .flatMap((one) => one.series)
        .filter(({ measure, reporter }) => measure === 'requests' && reporter === 'waypoint');
      const sum = (of: typeof series): number => of.reduce((all, { value }) => all + value, 0);
      return [pod, { all: sum(series), away: sum(series.filter(({ flags }) => isTurnedAway(flags))) }] as const;
    }),
  );
});

function finding(mesh: Mesh, gateway: Gateway): Found[] {
  const loads = podsOfGateway(mesh, gateway).map((pod) => loadOf(mesh, pod));
  const sum = (of: 'requests' | 'away' | 'logged'): number => loads.reduce((all, load) => all + load[of], 0);
  const away = sum('away');
  if (away < ENOUGH || away < sum('requests') * SHARE) return [];
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  const isLimited = loads.some(({ pod }) => hasLimits(mesh, pod));
  const logged = sum('logged');
  return [
    {
      subject,
      ...(isLimited ? { blame: 'configuration' as const } : {}),
      certainty: 'likely',
      sentence: `Waypoint \`${nameOf(subject)}\` is saturated: it turned away ${Math.round(away)} of ${Math.round(sum('requests'))} requests${isLimited ? ', at limits that were set for it' : ''}.`,
      evidence: [
        ...loads
          .filter((load) => load.away > 0)
          .slice(0, 3)
          .map((load) =>
            reading(
              'waypoint-metrics',
              nameOf(load.pod),
              `${Math.round(load.away)} of ${Math.round(load.requests)} turned away`,
              'none',
              mesh.metrics.get(nameOf(load.pod))?.at ?? null,
              1,
            ),
          ),
        ...(logged > 0 ? [reading('waypoint-log', nameOf(loads[0]!.pod), `flag UO ${logged} times`, '', null, 3)] : []),
      ],
      objects: loads.map(({ pod }) => ref('Pod', pod.namespace, pod.name)),
      fix: [
        remedy(
          isLimited
            ? 'Raise the limits of the DestinationRule.'
            : 'Give it more pods, or divide its namespaces among several waypoints.',
          isLimited
            ? 'kubectl get destinationrules -A -o yaml | grep -A4 connectionPool'
            : `kubectl -n ${gateway.namespace} scale deployment ${gateway.name} --replicas=${Math.max(2, loads.length + 1)}`,
        ),
      ],
    },
  ];
}

/** Istio itself sets none: the largest number there is. */
const UNLIMITED = 4_294_967_295;

const hasLimits = (mesh: Mesh, pod: Pod): boolean =>
  (mesh.envoyClusters.get(nameOf(pod))?.clusters ?? []).some(
    ({ direction, limits }) =>
      direction === 'inbound-vip' &&
      limits !== null &&
      Math.min(limits.connections, limits.pendingRequests, limits.requests) < UNLIMITED,
  );
