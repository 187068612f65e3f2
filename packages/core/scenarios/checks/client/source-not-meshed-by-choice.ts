import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, OUTSIDER, pair, SERVER, withOutsider } from '../pair.ts';

export const sourceNotMeshedByChoice: readonly Scenario[] = firesAndNear(
  'source-not-meshed-by-choice',
  {
    title: 'The caller lives outside the mesh',
    mesh: () => withOutsider(),
    asks: [expectFlows(OUTSIDER, SERVER), expectDelivered(CLIENT, SERVER)],
    silent: ['source-not-captured'],
  },
  {
    title: 'Every caller is in the mesh',
    mesh: () => pair(),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
