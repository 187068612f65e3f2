import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const headlessNoReadyEndpoints: readonly Scenario[] = firesAndNear(
  'headless-no-ready-endpoints',
  {
    title: 'No pod of a headless Service is ready',
    mesh: () =>
      pair({ service: { headless: true } }).fault(SERVER.replace(':80', ''), { state: 'unready', since: LONG }),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['blocked'], hop: 'resolution', cause: 'headless-no-ready-endpoints', blame: 'application' },
      },
    ],
    also: ['endpoints-not-ready'],
  },
  {
    title: 'A headless Service publishes pods that are not ready',
    mesh: () =>
      pair({ service: { headless: true, publishNotReady: true } }).fault('shop/server', {
        state: 'unready',
        since: LONG,
      }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
