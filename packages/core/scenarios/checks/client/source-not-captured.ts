import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

export const sourceNotCaptured: readonly Scenario[] = firesAndNear(
  'source-not-captured',
  {
    title: 'The caller should be in the mesh and is not',
    mesh: () => pair({}, { capture: 'absent' }),
    asks: [
      { from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], cause: 'source-not-captured', blame: 'istio' } },
    ],
    silent: ['source-not-meshed-by-choice'],
  },
  {
    title: 'The caller opted out',
    mesh: () => pair({}, { labels: { 'istio.io/dataplane-mode': 'none' } }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
