import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const PARTNER = 'host:partner.example:443';

/** The caller may go out to one block of addresses; the partner has an address in another. */
const restrictedTo = (cidr: string): Mesh =>
  pair({}, { calls: ['partner.example:443'] })
    .serviceEntry('web/partner', { hosts: ['partner.example'], resolution: 'STATIC', endpoints: ['192.0.2.10'] })
    .networkPolicy('web/client', {
      podSelector: { matchLabels: { app: 'client' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ protocol: 'TCP', port: 443 }] }],
    });

export const egressNetpolBlocks: readonly Scenario[] = firesAndNear(
  'egress-netpol-blocks',
  {
    title: 'The way out leads to other addresses only',
    mesh: () => restrictedTo('198.51.100.0/24'),
    asks: [expectBlocked(CLIENT, PARTNER, 'outbound-link', 'egress-netpol-blocks', { blame: 'kubernetes' })],
  },
  {
    title: 'The way out leads to the partner',
    mesh: () => restrictedTo('192.0.2.0/24'),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
);
