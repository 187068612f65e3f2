import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const PARTNER = 'host:partner.example:443';

const withPartner = (): Mesh =>
  pair({}, { calls: ['partner.example:443'] }).serviceEntry('web/partner', {
    hosts: ['partner.example'],
    resolution: 'STATIC',
  });

/** The entry selects by labels, and a machine has them. */
function withMachine(inside: Mesh): Mesh {
  return inside
    .edit('ServiceEntry', (object: KubeObject) =>
      Object.assign(object['spec'] as object, { workloadSelector: { labels: { app: 'partner' } } }),
    )
    .object({
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadEntry',
      metadata: { namespace: 'web', name: 'machine' },
      spec: { address: '192.0.2.10', labels: { app: 'partner' } },
    });
}

export const egressStaticNoEndpoints: readonly Scenario[] = firesAndNear(
  'egress-static-no-endpoints',
  {
    title: 'An entry without DNS lists nobody',
    mesh: () => withPartner(),
    asks: [
      expectBlocked(CLIENT, PARTNER, 'resolution', 'egress-static-no-endpoints', {
        blame: 'configuration',
        notBlame: ['application', 'istio', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'An entry without DNS selects a machine',
    mesh: () => withMachine(withPartner()),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
);
