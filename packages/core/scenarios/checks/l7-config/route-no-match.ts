import { type Ask, expectBlocked, expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';
import { to } from '../routes.ts';

const onePath = () => guarded().meshRoute('shop/server', [{ path: '/v1', to: [to('server')] }]);
const asking = (path: string, ask: Ask): Ask => ({ ...ask, http: { method: 'GET', path } });

export const routeNoMatch: readonly Scenario[] = firesAndNear(
  'route-no-match',
  {
    title: 'A route that is about one path, and a request for another',
    mesh: onePath,
    asks: [
      asking('/v1/items', expectDelivered(CLIENT, SERVER, WAYPOINT)),
      expectDelivered(CLIENT, SERVER, WAYPOINT),
      asking(
        '/v2/items',
        expectBlocked(CLIENT, SERVER, 'waypoint', 'route-no-match', {
          blame: 'configuration',
          waypoint: WAYPOINT,
          notBlame: ['application', 'kubernetes', 'istio'],
        }),
      ),
    ],
  },
  {
    title: 'The request is one that the route is about',
    mesh: onePath,
    asks: [asking('/v1', expectDelivered(CLIENT, SERVER, WAYPOINT)), expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
