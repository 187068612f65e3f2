import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, pair, SERVER, WAYPOINT } from '../pair.ts';
import { virtualService } from '../routes.ts';

const RULES = [{ path: '/', to: [{ namespace: 'shop', name: 'server', port: 80, weight: 1 }] }];

export const l7ConfigWithoutWaypoint: readonly Scenario[] = [
  ...firesAndNear(
    'l7-config-without-waypoint',
    {
      title: 'A route for a Service that has no waypoint',
      mesh: () => pair().meshRoute('shop/server', RULES),
      asks: [expectFlows(CLIENT, SERVER)],
    },
    {
      title: 'The Service has a waypoint',
      mesh: () => guarded().meshRoute('shop/server', RULES),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'virtualservice-without-waypoint',
    title: 'A VirtualService that nobody applies',
    bundle: () =>
      pair()
        .object(virtualService([{ redirect: { authority: 'other.example' } }]))
        .bundle(),
    asks: [expectFlows(CLIENT, SERVER, null)],
    fires: ['l7-config-without-waypoint'],
  },
];
