import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const appCrashing: readonly Scenario[] = firesAndNear(
  'app-crashing',
  {
    title: 'The callee crashes on every start',
    mesh: () => pair().fault('shop/server', { state: 'crash', since: LONG }),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['blocked'], notBlame: ['istio', 'configuration'] } }],
  },
  {
    title: 'It ended once, two hours ago',
    mesh: () => pair().fault('shop/server', { state: 'restarted', since: 7200 }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
