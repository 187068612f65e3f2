import type { Mesh } from '../../mesh/mesh.ts';
import { planMesh } from '../../mesh/plan.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, pair, SERVER, WAYPOINT } from '../pair.ts';

/** Probes of the callee's first pod that failed now and then. */
function probed(inside: Mesh, message: string, count: number): Mesh {
  const pod = planMesh(inside.spec).pods.find(({ workload }) => workload.name === 'server');
  return inside.event({
    namespace: 'shop',
    kind: 'Pod',
    name: pod?.name ?? '',
    reason: 'Unhealthy',
    message,
    since: 90,
    count,
  });
}

const LATE = 'Readiness probe failed: Get "http://10.244.2.1:8080/ready": context deadline exceeded';

/** Average time of a waypoint's requests for two Services, in milliseconds. */
const waited = (own: number, other: number): Mesh =>
  guarded()
    .app('shop/other', { nodes: ['node-3'], waypoint: 'waypoint' })
    .says('waypoint-metrics', WAYPOINT, ...durations('server', own), ...durations('other', other));

const durations = (name: string, average: number): string[] =>
  [
    ['sum', average * 400],
    ['count', 400],
  ].map(
    ([part, value]) =>
      `istio_request_duration_milliseconds_${part}{reporter="waypoint",destination_service="${name}.shop.svc.cluster.local",destination_workload="${name}",destination_workload_namespace="shop"} ${value}`,
  );

export const appSlow: readonly Scenario[] = [
  ...firesAndNear(
    'app-slow',
    {
      title: 'The callee answers its probe, and often too late',
      mesh: () => probed(pair(), LATE, 12),
      asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], cause: 'app-slow', blame: 'application' } }],
    },
    {
      title: 'It was late once',
      mesh: () => probed(pair(), LATE, 1),
      asks: [expectFlows(CLIENT, SERVER)],
    },
  ),
  {
    id: 'app-slow-requests',
    title: 'The waypoint waits seconds for the callee, and not for others',
    bundle: () => waited(2400, 12).bundle(),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], cause: 'app-slow', blame: 'application' } }],
    fires: ['app-slow'],
  },
  {
    id: 'app-slow-requests-near',
    title: 'The waypoint waits as long for everybody',
    bundle: () => waited(2400, 2200).bundle(),
    asks: [expectFlows(CLIENT, SERVER)],
    silent: ['app-slow'],
  },
];
