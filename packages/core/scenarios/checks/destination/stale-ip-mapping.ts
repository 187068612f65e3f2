import type { Access } from '../../mesh/log-lines.ts';
import { accessLines } from '../../mesh/log-lines.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const inbound: Access = {
  direction: 'inbound',
  from: CLIENT,
  to: 'shop/server',
  port: 8080,
  error: 'ip mismatch: $ip(shop/server) != 10.244.9.9',
};
const outbound: Access = { ...inbound, direction: 'outbound', error: 'http status: 400 Bad Request' };

export const staleIpMapping: readonly Scenario[] = firesAndNear(
  'stale-ip-mapping',
  {
    title: 'The caller’s ztunnel knows the address under another name',
    mesh: () =>
      pair()
        .says('ztunnel-log', 'istio-system/ztunnel@node-1', ...accessLines({ ...outbound, times: 6 }))
        .says('ztunnel-log', 'istio-system/ztunnel@node-2', ...accessLines({ ...inbound, times: 6 })),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'stale-ip-mapping', {
        blame: 'istio',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'One call met a pod that had just changed places',
    mesh: () => pair().says('ztunnel-log', 'istio-system/ztunnel@node-2', ...accessLines({ ...inbound, ago: 400 })),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
