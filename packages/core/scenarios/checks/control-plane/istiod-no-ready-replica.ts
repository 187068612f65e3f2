import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

/** Each revision's Service selects its own pods only. */
function selectRevision(service: KubeObject): void {
  if (service.metadata.name !== 'istiod') return;
  Object.assign(service['spec'] as object, { selector: { app: 'istiod', istio: 'pilot' } });
}

export const istiodNoReadyReplica: readonly Scenario[] = [
  ...firesAndNear(
    'istiod-no-ready-replica',
    {
      title: 'istiod is scaled to nothing: what runs goes on',
      mesh: () => pair().scale('istio-system/istiod', 0),
      asks: [expectFlows(CLIENT, SERVER)],
    },
    {
      title: 'One of two istiods is not ready',
      mesh: () => pair().fault('istio-system/istiod', { state: 'unready', since: LONG, on: [0] }),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
  ),
  {
    id: 'istiod-no-ready-replica-moment',
    title: 'The last replica became unready ten seconds ago',
    bundle: () => pair().fault('istio-system/istiod', { state: 'unready', since: 10 }).bundle(),
    asks: [],
    silent: ['istiod-no-ready-replica', 'istio-webhook-down'],
  },
  {
    id: 'istiod-no-ready-replica-other-revision',
    title: 'The istiod that ztunnels ask is down, and one of another revision is well',
    bundle: () =>
      pair()
        .fault('istio-system/istiod', { state: 'unready', since: LONG })
        .app('istio-system/istiod-next', {
          labels: { app: 'istiod', 'istio.io/rev': 'next' },
          ports: [{ port: 15012 }],
        })
        .edit('Service', selectRevision)
        .bundle(),
    asks: [expectFlows(CLIENT, SERVER)],
    fires: ['istiod-no-ready-replica'],
  },
];
