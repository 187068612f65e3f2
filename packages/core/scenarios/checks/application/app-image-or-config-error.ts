import type { Scenario } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const appImageOrConfigError: readonly Scenario[] = firesAndNear(
  'app-image-or-config-error',
  {
    title: 'The callee’s image cannot be pulled',
    mesh: () => pair().rollout('shop/server', { state: 'image', since: LONG }),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['blocked'], notBlame: ['istio', 'configuration'] } }],
  },
  {
    title: 'The callee runs and is not ready',
    mesh: () => pair().fault('shop/server', { state: 'unready', since: LONG }),
  },
);
