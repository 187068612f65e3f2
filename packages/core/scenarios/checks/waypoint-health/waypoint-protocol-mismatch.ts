import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';
import { to } from '../routes.ts';

const withPort = (appProtocol: string) =>
  guarded({}, { ports: [{ port: 80, target: 8080, name: 'web', appProtocol }] }).meshRoute('shop/server', [
    { path: '/', to: [to('server')] },
  ]);

export const waypointProtocolMismatch: readonly Scenario[] = firesAndNear(
  'waypoint-protocol-mismatch',
  {
    title: 'A route for HTTP, and a port that is declared to be TCP',
    mesh: () => withPort('tcp'),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
  {
    title: 'The port is declared to be HTTP',
    mesh: () => withPort('http'),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
