import type { Scenario } from '../../scenario.ts';
import { requestLines } from '../counts.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

export const app5xx: readonly Scenario[] = firesAndNear(
  'app-5xx',
  {
    title: 'The callee answers a fifth of the requests with errors',
    mesh: () =>
      guarded().says(
        'waypoint-metrics',
        WAYPOINT,
        ...requestLines(CLIENT, 'shop/server', [200, '-', 800], [500, '-', 200]),
      ),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['degraded'], cause: 'app-5xx', blame: 'application' },
      },
    ],
  },
  {
    title: 'The errors are the waypoint’s own',
    mesh: () =>
      guarded().says(
        'waypoint-metrics',
        WAYPOINT,
        ...requestLines(CLIENT, 'shop/server', [200, '-', 800], [503, 'UF,URX', 200]),
      ),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
);
