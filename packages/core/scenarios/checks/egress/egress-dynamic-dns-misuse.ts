import type { Scenario } from '../../scenario.ts';
import { firesAndNear, pair, WAYPOINT } from '../pair.ts';

const dynamic = { hosts: ['*.partner.example'], resolution: 'DYNAMIC_DNS' as const };

const entry = () => pair().serviceEntry('shop/partners', dynamic);

export const egressDynamicDnsMisuse: readonly Scenario[] = [
  ...firesAndNear(
    'egress-dynamic-dns-misuse',
    {
      title: 'An entry with dynamic DNS has no waypoint',
      mesh: entry,
    },
    {
      title: 'It is bound to a waypoint',
      mesh: () =>
        pair()
          .waypoint(WAYPOINT)
          .serviceEntry('shop/partners', { ...dynamic, waypoint: 'waypoint' }),
    },
  ),
  {
    id: 'egress-dynamic-dns-misuse-node',
    title: 'A process of a node calls the host, past the mesh',
    bundle: () => entry().bundle(),
    asks: [{ from: 'node:node-1', to: 'host:api.partner.example:443', expect: { verdict: ['delivered', 'unknown'] } }],
  },
];
