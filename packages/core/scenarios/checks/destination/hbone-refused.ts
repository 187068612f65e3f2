import type { Access } from '../../mesh/log-lines.ts';
import { accessLines } from '../../mesh/log-lines.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const CALLERS = 'istio-system/ztunnel@node-1';
const call: Access = { direction: 'outbound', from: CLIENT, to: 'shop/server', port: 8080, service: 'shop/server' };
const refused: Access = { ...call, error: 'io error: Connection refused (os error 111)', times: 4 };

export const hboneRefused: readonly Scenario[] = firesAndNear(
  'hbone-refused',
  {
    title: 'Nothing listens on port 15008 of a pod that is marked as captured',
    mesh: () => pair().says('ztunnel-log', CALLERS, ...accessLines(refused)),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'hbone-refused', {
        blame: 'istio',
        notBlame: ['application', 'configuration'],
      }),
    ],
  },
  {
    title: 'Calls were refused for a moment and went well after it, or ran into a time-out',
    mesh: () =>
      pair().says(
        'ztunnel-log',
        CALLERS,
        ...accessLines({ ...refused, ago: 60 }),
        ...accessLines({ ...call, times: 3, bytes: 900 }),
      ),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
