import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';
import { destination, subsets, virtualService } from '../routes.ts';

const toSubset = (subset: string) => virtualService([{ route: [destination('server', subset)] }]);

export const destinationruleSubsetProblem: readonly Scenario[] = firesAndNear(
  'destinationrule-subset-problem',
  {
    title: 'A rule sends to a subset that the DestinationRule does not define',
    mesh: () => guarded().object(subsets('v1')).object(toSubset('v2')),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          hop: 'waypoint',
          cause: 'destinationrule-subset-problem',
          blame: 'configuration',
          waypoint: WAYPOINT,
        },
      },
    ],
  },
  {
    title: 'The subset is defined, and a pod has its labels',
    mesh: () =>
      guarded({}, { labels: { version: 'v1' } })
        .object(subsets('v1'))
        .object(toSubset('v1')),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
