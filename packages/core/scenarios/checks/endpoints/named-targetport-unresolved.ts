import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const namedTargetportUnresolved: readonly Scenario[] = firesAndNear(
  'named-targetport-unresolved',
  {
    title: 'The Service points to a port name the pods do not have',
    mesh: () =>
      pair({ ports: [{ port: 80, target: 'web', name: 'http' }], containerPorts: [{ name: 'http', port: 8080 }] }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'resolution', 'named-targetport-unresolved', {
        notBlame: ['istio', 'application'],
      }),
    ],
  },
  {
    title: 'The pods have the name',
    mesh: () =>
      pair({ ports: [{ port: 80, target: 'web', name: 'http' }], containerPorts: [{ name: 'web', port: 8080 }] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
