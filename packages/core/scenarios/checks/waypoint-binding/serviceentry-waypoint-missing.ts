import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { firesAndNear, pair } from '../pair.ts';

function told(status: string): Mesh {
  const condition = {
    type: 'istio.io/WaypointMissing',
    status,
    reason: 'NoWaypointForWildcardService',
    message: 'a wildcard host needs a waypoint',
    lastTransitionTime: '2026-11-20T09:00:00Z',
  };
  return pair()
    .serviceEntry('web/partners', { hosts: ['*.partner.example'], resolution: 'DYNAMIC_DNS' })
    .edit('ServiceEntry', (object: KubeObject) => Object.assign(object, { status: { conditions: [condition] } }));
}

export const serviceentryWaypointMissing: readonly Scenario[] = firesAndNear(
  'serviceentry-waypoint-missing',
  { title: 'istiod says that a wildcard host needs a waypoint', mesh: () => told('True') },
  { title: 'istiod says that nothing is missing', mesh: () => told('False') },
);
