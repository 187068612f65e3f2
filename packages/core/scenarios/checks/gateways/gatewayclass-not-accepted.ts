import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { expectBlocked, type Scenario } from '../../scenario.ts';
import { behindGateway, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

/** A gateway of another class, whose conditions nobody has written. */
function ofClass(className: string): Mesh {
  const served = behindGateway(pair());
  Object.assign(served.gatewayOf('edge/public'), { className, state: 'waiting', since: LONG });
  return served.scale('edge/public-istio', 0);
}

/** A class that another vendor's controller looks after. */
const foreignClass: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: 'other' },
  spec: { controllerName: 'example.com/gateway-controller' },
};

export const gatewayclassNotAccepted: readonly Scenario[] = firesAndNear(
  'gatewayclass-not-accepted',
  {
    title: 'A gateway names a class that does not exist',
    mesh: () => ofClass('istoi'),
    asks: [
      expectBlocked('gateway:edge/public', SERVER, 'gateway', 'gatewayclass-not-accepted', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
  },
  {
    title: "Another vendor's class is not Istio's business",
    mesh: () => ofClass('other').object(foreignClass),
    asks: [],
    silent: ['gateway-no-instances'],
  },
).concat({
  id: 'gateway-of-known-class',
  title: 'The class is there and the gateway accepted',
  bundle: () => behindGateway(pair()).bundle(),
  asks: [expectFlows('gateway:edge/public', SERVER)],
  silent: ['gatewayclass-not-accepted', 'gateway-listener-invalid', 'gateway-tls-secret-problem'],
});
