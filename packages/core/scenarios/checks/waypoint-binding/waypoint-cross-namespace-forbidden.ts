import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { firesAndNear, pair } from '../pair.ts';

/** An entry of `web` that is bound to the waypoint of `shop`. */
function privateEntries(visibility: string): Mesh {
  return pair()
    .waypoint('shop/waypoint', { allowed: 'All' })
    .serviceEntry('web/partner', { hosts: ['partner.example'], waypoint: 'shop/waypoint' })
    .edit('ConfigMap', (object: KubeObject) => {
      const data = object['data'] as Record<string, string>;
      if (object.metadata.name === 'istio')
        data['mesh'] += `\nserviceEntryVisibility:\n  defaultVisibility: ${visibility}`;
    });
}

export const waypointCrossNamespaceForbidden: readonly Scenario[] = firesAndNear(
  'waypoint-cross-namespace-forbidden',
  { title: 'A private entry asks for a waypoint of another namespace', mesh: () => privateEntries('NAMESPACE') },
  { title: 'A public entry asks for it', mesh: () => privateEntries('PUBLIC') },
);
