import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const appDialsReservedPort: readonly Scenario[] = firesAndNear(
  'app-dials-reserved-port',
  {
    title: 'The callee listens on a port ztunnel keeps for itself',
    mesh: () => pair({ ports: [{ port: 80, target: 15006, name: 'http' }] }),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['blocked'], cause: 'app-dials-reserved-port', notBlame: ['istio', 'kubernetes'] },
      },
    ],
  },
  {
    title: 'It listens next to them',
    mesh: () => pair({ ports: [{ port: 80, target: 15009, name: 'http' }] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
