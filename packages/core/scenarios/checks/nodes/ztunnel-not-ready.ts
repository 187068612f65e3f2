import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const ztunnelNotReady: readonly Scenario[] = firesAndNear(
  'ztunnel-not-ready',
  {
    title: 'The ztunnel of the caller’s node waits for its first state',
    mesh: () =>
      pair()
        .fault('istio-system/ztunnel', { state: 'unready', since: LONG, on: ['node-1'] })
        .ztunnel('node-1', { pending: 'state manager' }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'ztunnel-not-ready', {
        blame: 'istio',
        notBlame: ['application', 'configuration'],
      }),
    ],
  },
  {
    title: 'It is not ready for ten seconds',
    mesh: () => pair().fault('istio-system/ztunnel', { state: 'unready', since: 10, on: ['node-1'] }),
  },
);
