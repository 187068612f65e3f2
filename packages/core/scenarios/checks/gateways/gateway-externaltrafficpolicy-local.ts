import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { behindGateway, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** Three nodes and a gateway of two pods. */
function withPolicy(externalTrafficPolicy: string): Mesh {
  return behindGateway(pair()).edit('Service', (object: KubeObject) => {
    if (object.metadata.name === 'public-istio') Object.assign(object['spec'] as object, { externalTrafficPolicy });
  });
}

export const gatewayExternaltrafficpolicyLocal: readonly Scenario[] = firesAndNear(
  'gateway-externaltrafficpolicy-local',
  {
    title: 'A gateway serves each node for itself and has no pod on one of them',
    mesh: () => withPolicy('Local'),
    asks: [expectFlows('gateway:edge/public', SERVER)],
  },
  {
    title: 'Nodes forward to each other',
    mesh: () => withPolicy('Cluster'),
    asks: [expectFlows('gateway:edge/public', SERVER)],
  },
);
