import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

function young(started: Mesh): Mesh {
  started.workload(CLIENT).createdAgo = 5;
  return started;
}

export const redirectionPending: readonly Scenario[] = firesAndNear(
  'redirection-pending',
  {
    title: 'The caller is redirected and ztunnel has not taken it',
    mesh: () => pair({}, { capture: 'pending' }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'client', 'redirection-pending', {
        blame: 'istio',
        notBlame: ['application', 'configuration'],
      }),
    ],
  },
  {
    title: 'The caller started five seconds ago',
    mesh: () => young(pair({}, { capture: 'pending' })),
  },
);
