import type { Scenario } from '../../scenario.ts';
import { connected, remoteGateway } from '../networks.ts';
import { firesAndNear, pair } from '../pair.ts';

export const multinetworkFeatureOff: readonly Scenario[] = firesAndNear(
  'multinetwork-feature-off',
  {
    title: 'The gateway of another network is known, and istiod connects none',
    mesh: () => pair().object(remoteGateway('west')),
    also: ['network-label-problem'],
  },
  {
    title: 'istiod connects networks',
    mesh: () => connected().object(remoteGateway('west')),
  },
);
