import type { Mesh } from '../../mesh/mesh.ts';
import { planMesh } from '../../mesh/plan.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

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

export const appSlow: readonly Scenario[] = firesAndNear(
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
);
