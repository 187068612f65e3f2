import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';
import { destination, to, virtualService } from '../routes.ts';

const route = () => guarded().meshRoute('shop/server', [{ path: '/', to: [to('server')] }]);

export const vsAndRouteConflict: readonly Scenario[] = firesAndNear(
  'vs-and-route-conflict',
  {
    title: 'A VirtualService and a route for one Service',
    mesh: () => route().object(virtualService([{ route: [destination('server')] }])),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
  {
    title: 'The VirtualService is for another Service',
    mesh: () => route().object(virtualService([{ route: [destination('server')] }], { hosts: ['other'] })),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
