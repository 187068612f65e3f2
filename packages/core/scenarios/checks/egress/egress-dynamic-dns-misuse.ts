import type { Scenario } from '../../scenario.ts';
import { firesAndNear, pair, WAYPOINT } from '../pair.ts';

const dynamic = { hosts: ['*.partner.example'], resolution: 'DYNAMIC_DNS' as const };

export const egressDynamicDnsMisuse: readonly Scenario[] = firesAndNear(
  'egress-dynamic-dns-misuse',
  {
    title: 'An entry with dynamic DNS has no waypoint',
    mesh: () => pair().serviceEntry('shop/partners', dynamic),
  },
  {
    title: 'It is bound to a waypoint',
    mesh: () =>
      pair()
        .waypoint(WAYPOINT)
        .serviceEntry('shop/partners', { ...dynamic, waypoint: 'waypoint' }),
  },
);
