import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const PARTNER = 'host:partner.example:80';
const http = [{ number: 80, name: 'http', protocol: 'HTTP' }];

/** A VirtualService that turns calls for the partner towards an egress gateway, where it holds on these gateways. */
function withRule(...gateways: string[]): Mesh {
  const rule: KubeObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace: 'web', name: 'partner' },
    spec: {
      hosts: ['partner.example'],
      gateways,
      http: [{ route: [{ destination: { host: 'egress.edge.svc.cluster.local' } }] }],
    },
  };
  return pair({}, { calls: ['partner.example:80'] })
    .serviceEntry('web/partner', { hosts: ['partner.example'], ports: http })
    .object(rule);
}

export const egressGatewayVsIgnored: readonly Scenario[] = firesAndNear(
  'egress-gateway-vs-ignored',
  {
    title: 'A rule of the mesh leads to an egress gateway',
    mesh: () => withRule('mesh', 'edge/egress'),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
  {
    title: 'The rule holds on the gateway alone',
    mesh: () => withRule('edge/egress'),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
);
