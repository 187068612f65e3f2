import type { Access } from '../../mesh/log-lines.ts';
import { accessLines } from '../../mesh/log-lines.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const CALLERS = 'istio-system/ztunnel@node-1';
const call: Access = { direction: 'outbound', from: CLIENT, to: 'shop/server', port: 8080, service: 'shop/server' };
const mistaken: Access = {
  ...call,
  times: 5,
  error:
    'identity verification error: peer did not present the expected SAN (spiffe://cluster.local/ns/shop/sa/server), got spiffe://cluster.local/ns/shop/sa/batch',
};

export const peerIdentityMismatch: readonly Scenario[] = firesAndNear(
  'peer-identity-mismatch',
  {
    title: 'Another service account answers than the caller was told to expect',
    mesh: () => pair().says('ztunnel-log', CALLERS, ...accessLines(mistaken)),
    asks: [
      expectBlocked(CLIENT, SERVER, 'outbound-link', 'peer-identity-mismatch', {
        blame: 'istio',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'The service account was changed, and callers have learnt of it since',
    mesh: () =>
      pair().says(
        'ztunnel-log',
        CALLERS,
        ...accessLines({ ...mistaken, ago: 120 }),
        ...accessLines({ ...call, times: 3 }),
      ),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
