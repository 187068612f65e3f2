import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

function young(started: Mesh): Mesh {
  started.workload(CLIENT).createdAgo = 3;
  return started;
}

export const unknownLocalWorkload: readonly Scenario[] = firesAndNear(
  'unknown-local-workload',
  {
    title: 'ztunnel captures the caller, and istiod never told it who that is',
    mesh: () => pair({}, { untold: true }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'unknown-local-workload', {
        blame: 'istio',
        notBlame: ['application', 'configuration'],
      }),
    ],
  },
  {
    title: 'The caller started three seconds ago',
    mesh: () => young(pair({}, { untold: true })),
  },
);
