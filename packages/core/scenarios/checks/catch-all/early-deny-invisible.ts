import { accessLines, earlyDenyLines } from '../../mesh/log-lines.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const CALLERS = 'istio-system/ztunnel@node-1';
const refused = {
  direction: 'outbound',
  from: CLIENT,
  to: '$vip(shop/server):80',
  error: 'no healthy upstream: $vip(shop/server):80',
  times: 6,
} as const;

export const earlyDenyInvisible: readonly Scenario[] = firesAndNear(
  'early-deny-invisible',
  {
    title: 'ztunnel knows no ready endpoint of a Service that has some',
    mesh: () => pair().says('ztunnel-log', CALLERS, ...earlyDenyLines(refused)),
    asks: [
      expectBlocked(CLIENT, SERVER, 'resolution', 'early-deny-invisible', {
        blame: 'istio',
        notBlame: ['application', 'kubernetes', 'configuration'],
      }),
    ],
  },
  {
    title: 'There was no endpoint for a moment, and calls have gone well since',
    mesh: () =>
      pair().says(
        'ztunnel-log',
        CALLERS,
        ...earlyDenyLines({ ...refused, ago: 120 }),
        ...accessLines({
          direction: 'outbound',
          from: CLIENT,
          to: 'shop/server',
          port: 8080,
          service: 'shop/server',
          times: 3,
        }),
      ),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
