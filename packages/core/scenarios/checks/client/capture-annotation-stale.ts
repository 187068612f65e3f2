import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const captureAnnotationStale: readonly Scenario[] = firesAndNear(
  'capture-annotation-stale',
  {
    title: 'The callee is annotated and its ztunnel does not know it',
    mesh: () => pair({ capture: 'stale' }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'capture-annotation-stale', {
        blame: 'istio',
        notBlame: ['application', 'kubernetes', 'configuration'],
      }),
    ],
  },
  {
    title: 'The dump of its node may not be read',
    mesh: () =>
      pair({ capture: 'stale' }).ztunnel('node-2', {
        dump: { code: 'forbidden', message: 'pods/portforward is forbidden' },
      }),
  },
);
