import type { Scenario } from '../../scenario.ts';
import { withCni } from '../dns-words.ts';
import { CLIENT, expectFlows, firesAndNear, pair, WAYPOINT } from '../pair.ts';

const PARTNER = 'host:partner.example:443';

export const dnsCaptureOffForServiceentry: readonly Scenario[] = firesAndNear(
  'dns-capture-off-for-serviceentry',
  {
    title: 'ztunnel answers no names, so the allocated address is never given out',
    mesh: () =>
      withCni(
        pair()
          .waypoint(WAYPOINT)
          .serviceEntry('shop/partner', { hosts: ['partner.example'], waypoint: 'waypoint' }),
        'AMBIENT_DNS_CAPTURE',
        'false',
      ),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
  {
    title: 'The entry has a written address',
    mesh: () =>
      withCni(
        pair()
          .waypoint(WAYPOINT)
          .serviceEntry('shop/partner', {
            hosts: ['partner.example'],
            addresses: ['192.0.2.20'],
            waypoint: 'waypoint',
          }),
        'AMBIENT_DNS_CAPTURE',
        'false',
      ),
    asks: [expectFlows(CLIENT, PARTNER, WAYPOINT)],
  },
);
