import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, LONG, OUTSIDER, SERVER, withOutsider } from '../pair.ts';

export const corednsDown: readonly Scenario[] = firesAndNear(
  'coredns-down',
  {
    title: 'No pod of the cluster DNS is ready',
    mesh: () => withOutsider().fault('kube-system/coredns', { state: 'unready', since: LONG }),
    asks: [
      expectBlocked(OUTSIDER, SERVER, 'resolution', 'coredns-down', { blame: 'kubernetes' }),
      expectDelivered(CLIENT, SERVER),
    ],
  },
  {
    title: 'One of two pods of the cluster DNS is ready',
    mesh: () => withOutsider().fault('kube-system/coredns', { state: 'unready', since: LONG, on: [0] }),
    asks: [expectFlows(OUTSIDER, SERVER), expectDelivered(CLIENT, SERVER)],
  },
);
