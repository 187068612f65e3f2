import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

const TAINT = { key: 'cni.istio.io/not-ready', effect: 'NoSchedule' };
const KEPT_OFF =
  '0/3 nodes are available: 1 node(s) had untolerated taint {cni.istio.io/not-ready: }, 2 Insufficient memory.';
const FULL = '0/3 nodes are available: 3 Insufficient memory.';

const waiting = (message: string) => pair().fault('shop/server', { state: 'unschedulable', since: LONG, message });

export const cniNodeTaintLeft: readonly Scenario[] = firesAndNear(
  'cni-node-taint-left',
  {
    title: 'The callee waits for a node that only an old taint of istio-cni keeps from it',
    mesh: () => waiting(KEPT_OFF).node('node-2', { taints: [TAINT] }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'resolution', 'cni-node-taint-left', {
        blame: 'istio',
        notBlame: ['application', 'configuration'],
      }),
    ],
  },
  {
    title: 'The nodes are full',
    mesh: () => waiting(FULL),
    asks: [
      expectBlocked(CLIENT, SERVER, 'resolution', 'app-image-or-config-error', {
        blame: 'kubernetes',
        notBlame: ['application', 'istio'],
      }),
    ],
  },
);
