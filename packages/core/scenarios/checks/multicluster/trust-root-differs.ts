import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { failing, onlyFar } from '../far.ts';
import { connected } from '../networks.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';
import { farPod } from './cross-cluster-port-mismatch.ts';

const UNKNOWN = 'io error: invalid peer certificate: UnknownIssuer';

export const trustRootDiffers: readonly Scenario[] = [
  ...firesAndNear(
    'trust-root-differs',
    {
      title: 'ztunnel does not know who issued the certificate of the gateway of the other network',
      mesh: () => failing(onlyFar(), 'node-1', UNKNOWN, 5),
      asks: [
        expectBlocked(CLIENT, SERVER, 'east-west-gateway', 'trust-root-differs', {
          blame: 'configuration',
          notBlame: ['application', 'kubernetes'],
        }),
      ],
    },
    {
      title: 'Another cluster with the same trust domain, and no connection that failed',
      mesh: () => farPod(connected(pair()), { 80: 8080 }),
      asks: [expectFlows(CLIENT, SERVER)],
    },
  ),
  {
    id: 'trust-domain-of-other-cluster',
    title: 'A workload of another cluster has another trust domain',
    bundle: () => farPod(connected(pair()), { 80: 8080 }, { trustDomain: 'west.example' }).bundle(),
    asks: [],
    fires: ['trust-root-differs'],
  },
];
