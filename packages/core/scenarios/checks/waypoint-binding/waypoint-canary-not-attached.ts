import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER } from '../pair.ts';

/** A tenth of the traffic is for a second waypoint of that name. */
const withCanary = (name: string): Mesh =>
  guarded()
    .waypoint('shop/next')
    .edit('Service', (object: KubeObject) => {
      if (object.metadata.name !== 'server') return;
      Object.assign(object.metadata, {
        labels: { ...object.metadata.labels, 'istio.io/use-waypoint-canary': name },
        annotations: { 'istio.io/use-waypoint-canary-weight': '10' },
      });
    });

export const waypointCanaryNotAttached: readonly Scenario[] = firesAndNear(
  'waypoint-canary-not-attached',
  {
    title: 'The canary waypoint does not exist',
    mesh: () => withCanary('gone'),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'The canary waypoint takes its share',
    mesh: () => withCanary('next'),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
