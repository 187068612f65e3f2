import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';
import { destination, virtualService } from '../routes.ts';

const abort = (value: number) => ({ fault: { abort: { httpStatus: 503, percentage: { value } } } });

export const routeTimeoutOrFault: readonly Scenario[] = firesAndNear(
  'route-timeout-or-fault',
  {
    title: 'A fault rule answers one in ten requests with an error',
    mesh: () => guarded().object(virtualService([{ ...abort(10), route: [destination('server')] }])),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['degraded'], cause: 'route-timeout-or-fault', waypoint: WAYPOINT },
      },
    ],
  },
  {
    title: 'A rule with a time limit and a fault for nobody',
    mesh: () => guarded().object(virtualService([{ ...abort(0), timeout: '10s', route: [destination('server')] }])),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
