import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const sourcePodNotRunning: readonly Scenario[] = [
  ...firesAndNear(
    'source-pod-not-running',
    {
      title: 'Every pod of the caller ends as soon as it starts',
      mesh: () => pair({}, { replicas: 2 }).fault(CLIENT, { state: 'crash', since: LONG }),
      asks: [
        expectBlocked(CLIENT, SERVER, 'client', 'source-pod-not-running', {
          blame: 'application',
          notBlame: ['istio', 'configuration', 'kubernetes'],
        }),
      ],
    },
    {
      title: 'The caller fails its readiness check only: it runs, and calls',
      mesh: () => pair().fault(CLIENT, { state: 'unready', since: LONG }),
      asks: [expectFlows(CLIENT, SERVER)],
    },
  ),
  {
    id: 'source-scaled-to-nothing',
    title: 'The caller is scaled to nothing',
    bundle: () => pair().scale(CLIENT, 0).bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'client', 'source-pod-not-running')],
    fires: ['source-pod-not-running'],
  },
  {
    id: 'source-unknown',
    title: 'Nothing of the caller’s name runs',
    bundle: () => pair().bundle(),
    asks: [expectBlocked('web/nobody', SERVER, 'client', 'source-pod-not-running')],
    fires: ['source-pod-not-running'],
  },
  {
    id: 'source-one-crashing',
    title: 'One pod of the caller crashes; the other calls',
    bundle: () =>
      pair({}, { replicas: 2 })
        .fault(CLIENT, { state: 'crash', since: LONG, on: [0] })
        .bundle(),
    asks: [expectFlows(CLIENT, SERVER)],
    silent: ['source-pod-not-running'],
  },
];
