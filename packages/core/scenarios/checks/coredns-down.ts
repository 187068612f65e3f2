import type { Scenario } from '../scenario.ts';
import { expectDelivered } from '../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from './pair.ts';

export const corednsDown: readonly Scenario[] = firesAndNear(
  'coredns-down',
  {
    title: 'All pods of CoreDNS crash; names of the mesh still resolve',
    mesh: () => pair().fault('kube-system/coredns', { state: 'crash', since: LONG }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
  {
    title: 'One of two pods of CoreDNS crashes',
    mesh: () => pair().fault('kube-system/coredns', { state: 'crash', since: LONG, on: [0] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
