import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';
import { foreignRoute } from '../routes.ts';

export const routeForeignNamespace: readonly Scenario[] = firesAndNear(
  'route-foreign-namespace',
  {
    title: "A route in the caller's namespace",
    mesh: () => guarded().object(foreignRoute('web')),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
  {
    title: "The same route in the Service's namespace",
    mesh: () => guarded().object(foreignRoute('shop')),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
