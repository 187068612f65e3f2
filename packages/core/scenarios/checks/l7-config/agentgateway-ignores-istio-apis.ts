import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';
import { destination, to, virtualService } from '../routes.ts';

const agent = () => guarded({ className: 'istio-agentgateway-waypoint' });

export const agentgatewayIgnoresIstioApis: readonly Scenario[] = firesAndNear(
  'agentgateway-ignores-istio-apis',
  {
    title: 'A VirtualService for a Service behind agentgateway',
    mesh: () => agent().object(virtualService([{ route: [destination('server')] }])),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
  {
    title: 'A route of the Gateway API there',
    mesh: () => agent().meshRoute('shop/server', [{ path: '/', to: [to('server')] }]),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
