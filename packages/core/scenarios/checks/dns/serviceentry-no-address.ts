import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const PARTNER = 'host:partner.example:443';
const partner = { hosts: ['partner.example'] };

export const serviceentryNoAddress: readonly Scenario[] = firesAndNear(
  'serviceentry-no-address',
  {
    title: 'No address may be allocated for an entry',
    mesh: () =>
      pair()
        .serviceEntry('web/partner', { ...partner, labels: { 'networking.istio.io/enable-autoallocate-ip': 'false' } })
        .edit('ServiceEntry', (object) =>
          Object.assign(object.metadata, { creationTimestamp: '2026-11-20T08:00:00Z' }),
        ),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
  {
    title: 'istiod has allocated an address',
    mesh: () =>
      pair()
        .serviceEntry('web/partner', partner)
        .edit('ServiceEntry', (object) =>
          Object.assign(object.metadata, { creationTimestamp: '2026-11-20T08:00:00Z' }),
        ),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
);
