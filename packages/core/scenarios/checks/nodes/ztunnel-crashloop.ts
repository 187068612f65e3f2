import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const ztunnelCrashloop: readonly Scenario[] = firesAndNear(
  'ztunnel-crashloop',
  {
    title: 'The ztunnel of the caller’s node crashes',
    mesh: () => pair().fault('istio-system/ztunnel', { state: 'crash', since: LONG, on: ['node-1'] }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'ztunnel-crashloop', {
        blame: 'istio',
        notBlame: ['application', 'configuration'],
      }),
    ],
  },
  {
    title: 'It ended once, two hours ago',
    mesh: () => pair().fault('istio-system/ztunnel', { state: 'restarted', since: 7200, on: ['node-1'] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
