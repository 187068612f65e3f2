import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

export const ztunnelXdsDisconnected: readonly Scenario[] = firesAndNear(
  'ztunnel-xds-disconnected',
  {
    title: 'No istiod knows the ztunnel of the caller’s node',
    mesh: () => pair().ztunnel('node-1', { disconnected: true }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'Every ztunnel is known to one of the two istiods',
    mesh: () => pair(),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
