import { accessLines } from '../../mesh/log-lines.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const certRevoked: readonly Scenario[] = firesAndNear(
  'cert-revoked',
  {
    title: 'The callee’s certificate stands on the list of revoked ones',
    mesh: () =>
      pair().says(
        'ztunnel-log',
        'istio-system/ztunnel@node-1',
        ...accessLines({
          direction: 'outbound',
          from: CLIENT,
          to: 'shop/server',
          port: 8080,
          error: 'connection closed: peer certificate revoked by CRL',
          times: 4,
        }),
      ),
    asks: [
      expectBlocked(CLIENT, SERVER, 'outbound-link', 'cert-revoked', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'Connections were drained at a restart',
    mesh: () =>
      pair().says(
        'ztunnel-log',
        'istio-system/ztunnel@node-1',
        ...accessLines({
          direction: 'outbound',
          from: CLIENT,
          to: 'shop/server',
          port: 8080,
          error: 'connection closed due to connection drain',
          times: 4,
        }),
      ),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
