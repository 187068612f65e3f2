import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { expectBlocked, type Scenario } from '../../scenario.ts';
import { classicGateway, PUBLIC } from '../classic.ts';
import { behindGateway, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** A gateway that is kept by hand: it names the Service that leads to it. */
function byHand(port: number): Mesh {
  const served = behindGateway(pair());
  served.service('edge/public-istio').ports = [{ port, name: 'http', appProtocol: 'http' }];
  return served.edit('Gateway', (object: KubeObject) => {
    const spec = object['spec'] as Record<string, unknown>;
    if (object.metadata.name === 'public')
      spec['addresses'] = [{ type: 'Hostname', value: 'public-istio.edge.svc.cluster.local' }];
  });
}

export const gatewayPortNotOnService: readonly Scenario[] = [
  ...firesAndNear(
    'gateway-port-not-on-service',
    {
      title: 'A gateway kept by hand listens on 80, and its Service has 8080',
      mesh: () => byHand(8080),
      asks: [
        expectBlocked('gateway:edge/public', SERVER, 'gateway', 'gateway-port-not-on-service', {
          blame: 'configuration',
          notBlame: ['application', 'istio'],
        }),
      ],
    },
    {
      title: 'Its Service has the port',
      mesh: () => byHand(80),
      asks: [expectFlows('gateway:edge/public', SERVER)],
    },
  ),
  {
    id: 'classic-gateway-port',
    title: "A port of Istio's own Gateway that no Service of its proxies has",
    bundle: () =>
      behindGateway(pair())
        .object(classicGateway('old', PUBLIC, [{ port: 9443, hosts: ['old.example'] }]))
        .bundle(),
    asks: [expectFlows('gateway:edge/public', SERVER)],
    fires: ['gateway-port-not-on-service'],
    silent: ['classic-gateway-selector', 'gateway-conflict'],
  },
];
