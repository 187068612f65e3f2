import { expectDelivered, type Scenario } from '../scenario.ts';
import { CLIENT, firesAndNear, guarded, SERVER, WAYPOINT } from './pair.ts';
import { to } from './routes.ts';

export const routeBackendUnresolved: readonly Scenario[] = firesAndNear(
  'route-backend-unresolved',
  {
    title: 'One in ten requests goes to a Service that does not exist',
    mesh: () => guarded().meshRoute('shop/server', [{ path: '/', to: [to('server', 80, 9), to('gone')] }]),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['varies'],
          hop: 'waypoint',
          cause: 'route-backend-unresolved',
          blame: 'configuration',
          waypoint: WAYPOINT,
        },
      },
    ],
  },
  {
    title: 'A backend without weight may point anywhere; one in another namespace needs no grant within the mesh',
    mesh: () =>
      guarded()
        .namespace('far', { ambient: true })
        .app('far/other', { nodes: ['node-2'] })
        .meshRoute('shop/server', [
          { path: '/', to: [to('server'), to('gone', 80, 0), { ...to('other'), namespace: 'far' }] },
        ]),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
