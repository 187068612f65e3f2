import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const ADDRESS = '203.0.113.77';

/** The waypoint's Service gets an external address; its Gateway publishes the given ones. */
function exposed(...published: { type: string; value: string }[]): Mesh {
  return guarded()
    .edit('Service', (object: KubeObject) => {
      if (object.metadata.name !== 'waypoint') return;
      Object.assign(object['spec'] as object, { type: 'LoadBalancer' });
      Object.assign(object, { status: { loadBalancer: { ingress: [{ ip: ADDRESS }] } } });
    })
    .edit('Gateway', (object: KubeObject) => Object.assign(object['status'] as object, { addresses: published }));
}

const external = { type: 'IPAddress', value: ADDRESS };

export const waypointExposedAsLoadbalancer: readonly Scenario[] = firesAndNear(
  'waypoint-exposed-as-loadbalancer',
  {
    title: 'A waypoint publishes the address of its load balancer',
    mesh: () => exposed(external),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          hop: 'waypoint',
          cause: 'waypoint-exposed-as-loadbalancer',
          blame: 'configuration',
          waypoint: WAYPOINT,
        },
      },
    ],
  },
  {
    title: 'It publishes its name within the cluster as well',
    mesh: () => exposed(external, { type: 'Hostname', value: 'waypoint.shop.svc.cluster.local' }),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
);
