import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, onServer, pair, SERVER } from '../pair.ts';

const closed = onServer([]);

export const configWrongRevision: readonly Scenario[] = firesAndNear(
  'config-wrong-revision',
  {
    title: 'A policy is labelled for a revision that nobody runs',
    mesh: () => pair().authorizationPolicy('shop/policy', closed, { labels: { 'istio.io/rev': 'stable' } }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
  {
    title: 'A policy is labelled for the revision that runs',
    mesh: () => pair().authorizationPolicy('shop/policy', onServer([{}]), { labels: { 'istio.io/rev': 'default' } }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
