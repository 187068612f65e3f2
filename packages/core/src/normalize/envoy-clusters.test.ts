import fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { EnvoyClusters } from '../state/envoy-clusters.ts';
import { clusterNamed } from './envoy-cluster-parts.ts';
import { readEnvoyClusters } from './envoy-clusters.ts';
import { randomJson, randomRow } from './random-json.fixture.ts';
import { normalizeReading } from './reading.ts';

const answered = { pod: 'shop/waypoint-1', at: null };
const NAME = 'inbound-vip|80|http/v2|cart.shop.svc.cluster.local';

test.each([
  [NAME, { direction: 'inbound-vip', port: 80, protocol: 'http', subset: 'v2', host: 'cart.shop.svc.cluster.local' }],
  ['outbound|8080|v1|a.b', { direction: 'outbound', port: 8080, protocol: '', subset: 'v1', host: 'a.b' }],
  ['outbound_.80_._.a.b', { direction: 'outbound', port: 80, subset: '', host: 'a.b' }],
  ['connect_originate', { direction: '', port: 0, host: '' }],
])('the name %s', (name, expected) => {
  expect(clusterNamed(name)).toMatchObject(expected);
});

const JSON_FORM = {
  cluster_statuses: [
    {
      name: NAME,
      circuit_breakers: {
        thresholds: [
          { max_connections: 5, max_pending_requests: 6, max_requests: 7, max_retries: 3 },
          { priority: 'HIGH', max_connections: 1 },
        ],
      },
      host_statuses: [
        {
          address: {
            envoy_internal_address: { server_listener_name: 'connect_originate', endpoint_id: '10.0.0.1:8080' },
          },
          health_status: { eds_health_status: 'HEALTHY' },
          weight: 2,
          stats: [{ name: 'cx_connect_fail', value: '4' }, { name: 'rq_success', value: '9' }, { name: 'rq_error' }],
        },
        {
          address: { socket_address: { address: 'fd00::1', port_value: 80 } },
          health_status: { failed_outlier_check: true, eds_health_status: 'HEALTHY' },
        },
        {
          address: { socket_address: { address: '10.0.0.3', port_value: 80 } },
          health_status: { eds_health_status: 'UNHEALTHY' },
        },
      ],
    },
  ],
};

test('as JSON', () => {
  expect(readEnvoyClusters(JSON_FORM, answered)?.clusters).toMatchObject([
    {
      limits: { connections: 5, pendingRequests: 6, requests: 7, retries: 3 },
      hosts: [
        {
          address: '10.0.0.1:8080',
          tunnelled: true,
          healthy: true,
          ejected: false,
          weight: 2,
          connectFailures: 4,
          requests: 9,
        },
        { address: '[fd00::1]:80', tunnelled: false, healthy: false, ejected: true, told: 'HEALTHY' },
        { address: '10.0.0.3:80', healthy: false, ejected: false, told: 'UNHEALTHY' },
      ],
    },
  ]);
});

test('as text it says the same', () => {
  const text = [
    `${NAME}::observability_name::x;`,
    `${NAME}::default_priority::max_connections::5`,
    `${NAME}::high_priority::max_connections::1`,
    `${NAME}::envoy://connect_originate/10.0.0.1:8080::cx_connect_fail::4`,
    `${NAME}::envoy://connect_originate/10.0.0.1:8080::rq_total::9`,
    `${NAME}::envoy://connect_originate/10.0.0.1:8080::health_flags::healthy`,
    `${NAME}::[fd00::1]:80::health_flags::/failed_outlier_check`,
    `${NAME}::10.0.0.3:80::health_flags::/failed_eds_health`,
  ].join('\n');
  expect(readEnvoyClusters(text, answered)?.clusters).toMatchObject([
    {
      limits: { connections: 5 },
      hosts: [
        { address: '10.0.0.1:8080', tunnelled: true, healthy: true, connectFailures: 4, requests: 9 },
        { address: '[fd00::1]:80', healthy: false, ejected: true },
        { address: '10.0.0.3:80', healthy: false, ejected: false, told: 'UNHEALTHY' },
      ],
    },
  ]);
});

test('anything else is none, and nothing throws', () => {
  expect(normalizeReading({ source: 'waypoint-clusters', text: '<html>' }).status.state).toBe('failed');
  expect(readEnvoyClusters({}, answered)?.clusters).toEqual([]);
  const row = randomRow(5);
  for (let i = 0; i < 200; i++) {
    const body = { cluster_statuses: [randomJson(row, 4)], extra: randomJson(row, 2) };
    expect([...Value.Errors(EnvoyClusters, readEnvoyClusters(body, answered))].slice(0, 1)).toEqual([]);
  }
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readEnvoyClusters(`${NAME}::${text}`, answered)));
});
