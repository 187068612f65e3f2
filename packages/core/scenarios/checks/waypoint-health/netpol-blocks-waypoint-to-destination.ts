import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { admit, CLIENT, firesAndNear, guarded, inNamespace, SERVER, WAYPOINT } from '../pair.ts';

export const netpolBlocksWaypointToDestination: readonly Scenario[] = firesAndNear(
  'netpol-blocks-waypoint-to-destination',
  {
    title: 'The callee admits the callers’ namespace, and traffic comes from the waypoint',
    mesh: () => guarded().networkPolicy('shop/server', admit({ app: 'server' }, [15008], inNamespace('web'))),
    asks: [
      expectBlocked(CLIENT, SERVER, 'upstream-link', 'netpol-blocks-waypoint-to-destination', {
        blame: 'kubernetes',
        notBlame: ['application', 'istio'],
      }),
    ],
  },
  {
    title: 'It admits the waypoint too',
    mesh: () =>
      guarded().networkPolicy(
        'shop/server',
        admit({ app: 'server' }, [15008], inNamespace('web'), inNamespace('shop')),
      ),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
