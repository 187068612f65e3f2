import { expectBlocked, expectDelivered, type Scenario } from '../../scenario.ts';
import { behindGateway, firesAndNear, pair, SERVER } from '../pair.ts';

const GATEWAY = 'gateway:edge/public';

/** Another section than the gateway's only listener, `http`. */
const misnamed = () =>
  behindGateway(pair()).edit('HTTPRoute', (route) => {
    const spec = route['spec'] as { parentRefs: Record<string, unknown>[] };
    spec.parentRefs[0]!['sectionName'] = 'https';
    delete route['status'];
  });

export const routeNotAccepted: readonly Scenario[] = firesAndNear(
  'route-not-accepted',
  {
    title: 'The route names a listener that the gateway does not have',
    mesh: misnamed,
    asks: [expectBlocked(GATEWAY, SERVER, 'gateway', 'route-not-accepted', { blame: 'configuration' })],
  },
  {
    title: 'The route is attached',
    mesh: () => behindGateway(pair()),
    asks: [expectDelivered(GATEWAY, SERVER)],
  },
);
