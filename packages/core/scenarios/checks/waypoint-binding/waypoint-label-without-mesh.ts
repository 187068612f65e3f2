import { mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

export const waypointLabelWithoutMesh: readonly Scenario[] = firesAndNear(
  'waypoint-label-without-mesh',
  {
    title: 'A waypoint stands in front of pods that no label takes into the mesh',
    mesh: () =>
      mesh({ nodes: ['node-1@zone-a', 'node-2@zone-b'] })
        .namespace('web', { ambient: true })
        .namespace('shop', { waypoint: 'waypoint' })
        .app('web/client', { nodes: ['node-1'], calls: [SERVER] })
        .app('shop/server', { nodes: ['node-2'] })
        .waypoint(WAYPOINT),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
  {
    title: 'The pods behind the waypoint are in the mesh',
    mesh: () => guarded(),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
