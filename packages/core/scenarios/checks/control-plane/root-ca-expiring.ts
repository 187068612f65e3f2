import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const DAY = 86_400;

export const rootCaExpiring: readonly Scenario[] = [
  ...firesAndNear(
    'root-ca-expiring',
    {
      title: 'The root certificate has ten days left: everything goes on',
      mesh: () => pair().istio({ rootExpiresIn: 10 * DAY }),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
    {
      title: 'It has forty days left',
      mesh: () => pair().istio({ rootExpiresIn: 40 * DAY }),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
  ),
  {
    id: 'root-ca-expired',
    title: 'The root certificate expired yesterday',
    bundle: () => pair().istio({ rootExpiresIn: -DAY }).bundle(),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'root-ca-expiring', {
        blame: 'istio',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
    fires: ['root-ca-expiring'],
  },
];
