import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const ADDRESS = '203.0.113.80';

const exposed = (): Mesh =>
  guarded()
    .app('web/other', { calls: [`${ADDRESS}:80`] })
    .edit('Service', (object: KubeObject) => {
      if (object.metadata.name === 'server') Object.assign(object['spec'] as object, { externalIPs: [ADDRESS] });
    });

export const waypointBypassedExternalAddress: readonly Scenario[] = firesAndNear(
  'waypoint-bypassed-external-address',
  {
    title: 'A caller dials the external address of a Service with a waypoint',
    mesh: exposed,
    asks: [expectFlows(CLIENT, `ip:${ADDRESS}:80`, null)],
  },
  {
    title: 'A caller dials its name',
    mesh: () => guarded(),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
);
