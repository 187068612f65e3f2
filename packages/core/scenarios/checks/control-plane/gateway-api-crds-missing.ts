import type { Mesh } from '../../mesh/mesh.ts';
import { dropObjects } from '../../mesh/touches.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** A cluster without the Gateway API: neither its definitions nor its classes. */
const withoutGatewayApi = (inside: Mesh): Mesh => {
  dropObjects(inside, 'CustomResourceDefinition', ({ metadata }) =>
    metadata.name.endsWith('.gateway.networking.k8s.io'),
  );
  return dropObjects(inside, 'GatewayClass', () => true);
};

export const gatewayApiCrdsMissing: readonly Scenario[] = firesAndNear(
  'gateway-api-crds-missing',
  {
    title: 'A Service asks for a waypoint in a cluster that cannot have one: calls go without it',
    mesh: () => withoutGatewayApi(pair({ waypoint: 'waypoint' })),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
  {
    title: 'Nothing asks for a waypoint',
    mesh: () => withoutGatewayApi(pair()),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
);
