import { earlyDenyLines } from '../../mesh/log-lines.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const PARTNER = 'host:partner.example:443';
const ZTUNNEL = 'istio-system/ztunnel@node-1';
const ERROR = 'no ip addresses were resolved for workload partner';

const unresolved = (times: number, ago = 10): Mesh =>
  pair({}, { calls: ['partner.example:443'] })
    .serviceEntry('web/partner', { hosts: ['partner.example'], resolution: 'DNS', addresses: ['240.240.7.7'] })
    .says(
      'ztunnel-log',
      ZTUNNEL,
      ...earlyDenyLines({ direction: 'outbound', from: CLIENT, to: '240.240.7.7:443', error: ERROR, times, ago }),
    );

export const egressDnsUnresolvable: readonly Scenario[] = firesAndNear(
  'egress-dns-unresolvable',
  {
    title: 'ztunnel gets no address for the partner',
    mesh: () => unresolved(8),
    asks: [expectBlocked(CLIENT, PARTNER, 'external', 'egress-dns-unresolvable', { blame: 'application' })],
  },
  {
    title: 'It got none once',
    mesh: () => unresolved(1),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
);
