import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const workloadCertExpired: readonly Scenario[] = firesAndNear(
  'workload-cert-expired',
  {
    title: 'The caller’s certificate expired ten minutes ago',
    mesh: () => pair().certificate({ identity: CLIENT, expiresIn: -600 }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'workload-cert-expired', {
        blame: 'istio',
        notBlame: ['application'],
      }),
    ],
  },
  {
    title: 'It has 40 % of its life left and may be waiting for its renewal',
    mesh: () => pair().certificate({ identity: CLIENT, expiresIn: 34_560 }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
