import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const LOCAL = { env: { LISTEN_ADDRESS: '127.0.0.1:8080' } };

export const appBindsLocalhost: readonly Scenario[] = firesAndNear(
  'app-binds-localhost',
  {
    title: 'The callee refuses every connection, and is told to listen on localhost',
    mesh: () => pair(LOCAL).counted(CLIENT, 'shop/server', 40, 'CONNECT').quiet(`${CLIENT} ${SERVER}`),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination', 'app-binds-localhost', {
        blame: 'application',
        notBlame: ['kubernetes', 'istio', 'configuration'],
      }),
    ],
  },
  {
    title: 'It is told so, and takes connections all the same',
    mesh: () => pair(LOCAL).counted(CLIENT, 'shop/server', 40),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
