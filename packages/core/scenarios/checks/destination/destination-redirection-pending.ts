import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

function young(started: Mesh): Mesh {
  started.workload('shop/server').createdAgo = 5;
  return started;
}

export const destinationRedirectionPending: readonly Scenario[] = firesAndNear(
  'destination-redirection-pending',
  {
    title: 'The callee looks ready, and ztunnel has not taken it',
    mesh: () => pair({ capture: 'pending' }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'destination-redirection-pending', {
        blame: 'istio',
        notBlame: ['application', 'configuration', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'The callee started five seconds ago',
    mesh: () => young(pair({ capture: 'pending' })),
  },
);
