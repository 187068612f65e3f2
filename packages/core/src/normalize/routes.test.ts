import { expect, test } from 'vitest';
import { readBackend, readRoute } from './routes.ts';

const route = (kind: string, spec: object, status: object = {}) =>
  readRoute({ kind, metadata: { name: 'r', namespace: 'n' }, spec, status });

test('parents and backends with the defaults of the Gateway API', () => {
  const { parents, rules } = route('HTTPRoute', {
    parentRefs: [{ name: 'g' }, { group: '', kind: 'Service', name: 's', port: 80 }],
    rules: [
      {
        backendRefs: [
          { name: 'a', port: 80 },
          { name: 'b', namespace: 'm', port: 81, weight: 0 },
        ],
      },
    ],
  });
  expect(parents.map(({ group, kind, namespace, port }) => [group, kind, namespace, port])).toEqual([
    ['gateway.networking.k8s.io', 'Gateway', 'n', null],
    ['', 'Service', 'n', 80],
  ]);
  expect(rules[0]!.backends.map(({ kind, namespace, port, weight }) => [kind, namespace, port, weight])).toEqual([
    ['Service', 'n', 80, 1],
    ['Service', 'm', 81, 0],
  ]);
  expect(rules[0]!.matches).toEqual([]);
});

test('matches of HTTP', () => {
  const [rule] = route('HTTPRoute', {
    rules: [
      {
        matches: [{ path: { value: '/a' }, method: 'GET', headers: [{ name: 'x', value: 'y' }] }, {}],
        filters: [{ type: 'RequestRedirect' }],
      },
    ],
  }).rules;
  expect(rule!.matches).toEqual([
    {
      path: { type: 'PathPrefix', value: '/a' },
      method: 'GET',
      headers: [{ name: 'x', type: 'Exact', value: 'y' }],
      queryParams: [],
    },
    { path: null, method: '', headers: [], queryParams: [] },
  ]);
  expect(rule!.filters).toMatchObject([{ type: 'RequestRedirect' }]);
  expect([rule!.retries, rule!.timeout]).toEqual([null, '']);
});

test('retries and time limits', () => {
  const [rule, bare] = route('HTTPRoute', {
    rules: [{ retry: { attempts: 3 }, timeouts: { request: '10s' } }, { retry: {} }],
  }).rules;
  expect([rule!.retries, rule!.timeout]).toEqual([3, '10s']);
  expect(bare!.retries).toBe(1);
});

test('what may be a secret is not kept, and is told from no value', () => {
  const { rules } = route('HTTPRoute', {
    rules: [
      {
        matches: [{ headers: [{ name: 'Authorization', value: 'Basic aHVudGVyMg==' }] }],
        filters: [
          { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Api-Key', value: 'hunter2' }] } },
        ],
      },
    ],
  });
  expect(rules[0]!.matches[0]!.headers).toEqual([{ name: 'Authorization', type: 'Withheld', value: '' }]);
  expect(JSON.stringify(rules)).not.toMatch(/hunter2|aHVudGVyMg/);
});

test.each([
  [
    { service: 'a.B', method: 'C' },
    { type: 'Exact', value: '/a.B/C' },
  ],
  [{ service: 'a.B' }, { type: 'PathPrefix', value: '/a.B' }],
  [{ method: 'C' }, { type: 'RegularExpression', value: '/[^/]+/C' }],
  [
    { type: 'RegularExpression', service: 'a.*' },
    { type: 'RegularExpression', value: '/a.*/.+' },
  ],
  [{}, null],
])('a gRPC match is a path: %j', (method, path) => {
  expect(route('GRPCRoute', { rules: [{ matches: [{ method }] }] }).rules[0]!.matches[0]!.path).toEqual(path);
});

test('the status of each parent', () => {
  const { status } = route(
    'TCPRoute',
    {},
    {
      parents: [{ parentRef: { name: 'g' }, controllerName: 'c', conditions: [{ type: 'Accepted', status: 'False' }] }],
    },
  );
  expect(status).toMatchObject([
    { parent: { name: 'g', namespace: 'n' }, controller: 'c', conditions: [{ type: 'Accepted' }] },
  ]);
});

test('a backend: what each controller says of it, by its Gateway or itself', () => {
  const backend = readBackend({
    kind: 'XBackend',
    metadata: { name: 'b', namespace: 'n' },
    status: {
      parents: [
        {
          parentRef: { group: 'gateway.networking.x-k8s.io', kind: 'XBackend', name: 'b' },
          controllerName: 'istio.io/mesh-controller',
          conditions: [{ type: 'Accepted', status: 'False', reason: 'Invalid' }],
        },
        { parentRef: { name: 'g', namespace: 'edge' } },
        'odd',
      ],
    },
  });
  expect(
    backend.status.map(({ parent, controller, conditions }) => [parent.kind, controller, conditions.length]),
  ).toEqual([
    ['XBackend', 'istio.io/mesh-controller', 1],
    ['Gateway', '', 0],
  ]);
  expect(readBackend({ kind: 'XBackend', metadata: { name: 'b' }, status: { parents: 7 } }).status).toEqual([]);
});
