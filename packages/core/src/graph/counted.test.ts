import { expect, test } from 'vitest';
import { pod, service, smallMesh } from '../mesh/small-mesh.ts';
import { buildGraph } from './build-graph.ts';
import { countedCalls } from './counted.ts';
import { bytes, end, reading, series } from './small-traffic.fixture.ts';

const UNKNOWN = { namespace: 'unknown', name: 'unknown', host: 'unknown' };

test('callers and the Services they asked for, also where a waypoint took the call', () => {
  const page = reading(
    [
      bytes({ measure: 'connections-opened', to: end('shop/waypoint') }),
      bytes({ measure: 'connections-opened', service: UNKNOWN }),
      bytes({ measure: 'connections-opened', reporter: 'destination', from: end('unknown/unknown') }),
    ],
    { pod: 'istio-system/ztunnel-a', unit: 'total' },
  );
  expect(countedCalls([page])).toEqual(new Map([['shop/web', new Set(['shop/api'])]]));
});

test('a counted call is a link, where the Service leaves no doubt about the port', () => {
  const workload = (name: string) => ({ labels: { app: name }, workload: { kind: 'Deployment', name } });
  const mesh = smallMesh({
    pods: [pod('shop/web-1', workload('web')), pod('shop/api-1', { ...workload('api'), ips: ['10.0.0.2'] })],
    services: [
      service('shop/api', { selector: { app: 'api' } }),
      service('shop/many', { selector: { app: 'api' }, clusterIPs: ['10.96.0.2'], ports: [] }),
    ],
    traffic: [reading([series(), series({ service: { namespace: 'shop', name: 'many', host: '' } })])],
  });
  expect(buildGraph(mesh).links.map(({ id, basis }) => [id, basis])).toEqual([
    ['workload:shop/web -> service:shop/api:80', ['observed']],
  ]);
});
