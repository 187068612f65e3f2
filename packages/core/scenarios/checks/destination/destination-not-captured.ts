import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

export const destinationNotCaptured: readonly Scenario[] = firesAndNear(
  'destination-not-captured',
  {
    title: 'The callee should be in the mesh and is not',
    mesh: () => pair({ capture: 'absent' }),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], cause: 'destination-not-captured' } }],
  },
  {
    title: 'The callee opted out',
    mesh: () => pair({ labels: { 'istio.io/dataplane-mode': 'none' } }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
