import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

/** Of 600 changes so many took more than ten seconds to reach the proxies. */
const late = (count: number): Mesh =>
  pair().says(
    'istiod-metrics',
    'istio-system/istiod',
    'istiod_uptime_seconds 86400',
    `pilot_proxy_convergence_time_bucket{le="1"} ${600 - count}`,
    `pilot_proxy_convergence_time_bucket{le="10"} ${600 - count}`,
    'pilot_proxy_convergence_time_bucket{le="20"} 600',
    'pilot_proxy_convergence_time_bucket{le="+Inf"} 600',
    'pilot_xds_write_timeout 0',
  );

export const istiodSlowOrOverloaded: readonly Scenario[] = [
  ...firesAndNear(
    'istiod-slow-or-overloaded',
    {
      title: 'Every fourth change takes more than ten seconds: calls go on',
      mesh: () => late(150),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
    { title: 'One change took long, after a start', mesh: () => late(1), asks: [expectDelivered(CLIENT, SERVER)] },
  ),
  {
    id: 'istiod-out-of-memory',
    title: 'One of two istiods runs out of memory',
    bundle: () =>
      pair()
        .fault('istio-system/istiod', { state: 'oom', since: 300, on: [0] })
        .bundle(),
    asks: [expectDelivered(CLIENT, SERVER)],
    fires: ['istiod-slow-or-overloaded'],
    silent: ['istiod-no-ready-replica'],
  },
];
