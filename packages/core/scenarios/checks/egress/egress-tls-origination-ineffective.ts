import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { ServiceEntryOptions } from '../../mesh/options.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, WAYPOINT } from '../pair.ts';

const PARTNER = 'host:partner.example:80';
const http = [{ number: 80, name: 'http', protocol: 'HTTP' }];

const rule: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { namespace: 'shop', name: 'partner' },
  spec: { host: 'partner.example', trafficPolicy: { tls: { mode: 'SIMPLE' } } },
};

const withRule = (options: Partial<ServiceEntryOptions> = {}): Mesh =>
  pair({}, { calls: ['partner.example:80'] })
    .waypoint(WAYPOINT)
    .serviceEntry('shop/partner', { hosts: ['partner.example'], ports: http, ...options })
    .object(rule);

export const egressTlsOriginationIneffective: readonly Scenario[] = firesAndNear(
  'egress-tls-origination-ineffective',
  {
    title: 'TLS is asked for where only ztunnel sends',
    mesh: () => withRule(),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
  {
    title: 'The waypoint starts TLS',
    mesh: () => withRule({ waypoint: 'waypoint' }),
    asks: [expectFlows(CLIENT, PARTNER, WAYPOINT)],
  },
);
