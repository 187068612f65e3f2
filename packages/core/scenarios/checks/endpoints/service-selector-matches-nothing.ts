import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const serviceSelectorMatchesNothing: readonly Scenario[] = firesAndNear(
  'service-selector-matches-nothing',
  {
    title: 'The Service selects a label no pod has',
    mesh: () => pair({ service: { selector: { app: 'serving' } } }),
    asks: [expectBlocked(CLIENT, SERVER, 'resolution', 'service-selector-matches-nothing', { notBlame: ['istio'] })],
  },
  {
    title: 'It selects a pod that is not ready',
    mesh: () => pair().fault('shop/server', { state: 'unready', since: LONG }),
    also: ['endpoints-not-ready'],
  },
);
