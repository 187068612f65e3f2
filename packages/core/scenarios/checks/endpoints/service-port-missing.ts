import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const servicePortMissing: readonly Scenario[] = firesAndNear(
  'service-port-missing',
  {
    title: 'The caller dials the container’s port, which the Service has not',
    mesh: () => pair({}, { calls: ['shop/server:8080'] }),
    asks: [
      expectBlocked(CLIENT, 'shop/server:8080', 'resolution', 'service-port-missing', {
        notBlame: ['istio', 'configuration'],
      }),
    ],
  },
  {
    title: 'The Service has the port',
    mesh: () => pair(),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
