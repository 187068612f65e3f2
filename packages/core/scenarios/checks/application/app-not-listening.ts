import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const appNotListening: readonly Scenario[] = firesAndNear(
  'app-not-listening',
  {
    title: 'The callee is ready, and refuses every connection',
    mesh: () => pair().counted(CLIENT, 'shop/server', 40, 'CONNECT').quiet(`${CLIENT} ${SERVER}`),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination', 'app-not-listening', {
        blame: 'application',
        notBlame: ['kubernetes', 'istio', 'configuration'],
      }),
    ],
  },
  {
    title: 'A few of many connections broke off',
    mesh: () => pair().counted(CLIENT, 'shop/server', 3, 'CONNECT').counted(CLIENT, 'shop/server', 9600),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
