import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../state/kinds.ts';
import { MeshState } from '../state/mesh-state.ts';
import { normalizeBundle, readBundle, readBundleDocument } from './bundle.ts';

const takenAt = '2026-01-01T00:00:00Z';
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', uid: 'u1', creationTimestamp: '2025-12-31T00:00:00Z' },
};
const bundle = (parts: object) => ({
  hopscopeBundle: 1,
  takenAt,
  cluster: 'east',
  objects: [],
  readings: [],
  ...parts,
});

function stateOf(input: Parameters<typeof normalizeBundle>[0]) {
  const result = normalizeBundle(input);
  if (!result.ok) throw new Error(result.reason);
  expect(Value.Check(MeshState, result.state)).toBe(true);
  return result.state;
}

const files = (...pairs: [string, unknown][]) =>
  readBundle(
    pairs.map(([path, content]) => ({ path, text: typeof content === 'string' ? content : JSON.stringify(content) })),
  );

describe('our own format', () => {
  test('one document: every kind was read, also those that are not in it', () => {
    const state = stateOf(
      files([
        'mesh.json',
        bundle({
          objects: [
            POD,
            { apiVersion: 'v1', kind: 'List', items: [{ ...POD, metadata: { name: 'web-2', namespace: 'shop' } }] },
            { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'x' } },
          ],
        }),
      ]),
    );
    expect(state).toMatchObject({ takenAt, cluster: 'east' });
    expect(state.pods.map(({ name }) => name)).toEqual(['web-1', 'web-2']);
    expect(state.sources).toHaveLength(KINDS.length);
    expect(state.sources.every((source) => source.state === 'ok')).toBe(true);
    expect(state.sources.find(({ source }) => source === 'Pod')).toMatchObject({
      count: 2,
      at: takenAt,
      tier: 0,
      scope: null,
    });
    expect(state.sources.find(({ source }) => source === 'Gateway')).toMatchObject({ count: 0 });
  });

  test('what could not be listed proves nothing, and the permission for it is named', () => {
    const unread = [
      { kind: 'Gateway', namespace: null, code: 'forbidden', message: 'gateways is forbidden' },
      { kind: 'Pod', namespace: 'kube-system', code: 'forbidden', message: '' },
      { kind: 'Lease', namespace: null, code: 'timeout', message: 'late' },
      { kind: 'TLSRoute', namespace: null, code: 'unserved', message: 'unknown' },
      { kind: 'Unheard', namespace: null, code: 'forbidden', message: '' },
    ];
    const { sources } = stateOf(readBundleDocument(bundle({ objects: [POD], unread })));
    const of = (kind: string) => sources.filter(({ source }) => source === kind);
    expect(of('Gateway')).toMatchObject([
      {
        state: 'forbidden',
        message: 'gateways is forbidden',
        permission: { verb: 'list', resource: 'gateways', group: 'gateway.networking.k8s.io', namespace: null },
      },
    ]);
    expect(of('Pod')).toMatchObject([
      { state: 'ok', scope: null, count: 1 },
      {
        state: 'forbidden',
        scope: 'kube-system',
        permission: { namespace: 'kube-system' },
        message: 'pods could not be listed (forbidden).',
      },
    ]);
    expect(of('Lease')).toMatchObject([{ state: 'failed', permission: null }]);
    expect(of('TLSRoute')).toMatchObject([{ state: 'unserved', permission: null }]);
  });

  test('a folder: header, objects in several documents, readings', () => {
    const state = stateOf(
      files(
        ['b/bundle.json', { hopscopeBundle: 1, takenAt, cluster: 'west' }],
        [
          'b/objects/shop/all.yaml',
          'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n',
        ],
        ['b/readings/ztunnel-ready/istio-system_ztunnel-a.txt', 'ready\n'],
        ['b/readings/ztunnel-config/istio-system_ztunnel-a.json', { workloads: [] }],
      ),
    );
    expect(state).toMatchObject({ takenAt, cluster: 'west' });
    expect([state.namespaces.length, state.services.length, state.ztunnelDumps.length]).toEqual([1, 1, 1]);
    expect(state.ztunnelReadiness).toEqual([{ pod: 'istio-system/ztunnel-a', at: takenAt, ready: true, pending: [] }]);
  });

  test('a version of the future is refused', () => {
    const result = normalizeBundle(files(['mesh.json', { hopscopeBundle: 2, objects: [POD] }]));
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('Version 2') });
  });

  test('the input is left as it was', () => {
    const document = Object.freeze(
      bundle({
        objects: Object.freeze([POD]),
        readings: Object.freeze([Object.freeze({ source: 'ztunnel-ready', pod: 'a/b', text: 'ready' })]),
      }),
    );
    expect(stateOf(readBundleDocument(document)).ztunnelReadiness[0]!.at).toBe(takenAt);
  });
});

describe('what others write', () => {
  test('kubectl get: kinds that do not occur are not read; an empty list is', () => {
    const state = stateOf(
      files(
        ['pods.json', { apiVersion: 'v1', kind: 'List', items: [POD] }],
        ['dump/services.yaml', 'apiVersion: v1\nkind: ServiceList\nitems: []\n'],
        ['nodes.yaml', 'apiVersion: v1\nitems: []\nkind: List\n'],
      ),
    );
    const read = state.sources.filter((source) => source.state === 'ok').map(({ source }) => source);
    expect(read.sort()).toEqual(['Node', 'Pod', 'Service']);
    expect(state.sources.find(({ source }) => source === 'Gateway')).toMatchObject({
      state: 'not-read',
      at: null,
      message: expect.stringContaining('no Gateway'),
    });
    expect(state.takenAt).toBe('2025-12-31T00:00:00Z');
  });

  test('a typed list whose items do not repeat the kind', () => {
    const { kind: _, apiVersion: __, ...bare } = POD;
    expect(stateOf(files(['p.json', { apiVersion: 'v1', kind: 'PodList', items: [bare] }])).pods).toHaveLength(1);
  });

  test('a must-gather has each pod twice', () => {
    const list = { apiVersion: 'v1', kind: 'PodList', items: [POD] };
    const state = stateOf(
      files(
        ['m/namespaces/shop/core/pods.yaml', list],
        ['m/namespaces/shop/pods/web-1/web-1.yaml', POD],
        ['m/cluster-scoped-resources/core/nodes/n1.yaml', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } }],
        ['m/namespaces/istio-system/pods/ztunnel-a/istio-proxy/istio-proxy/logs/current.log', 'x'],
      ),
    );
    expect([state.pods.length, state.nodes.length]).toEqual([1, 1]);
    expect(state.sources.find(({ source }) => source === 'Pod')!.count).toBe(1);
    expect(state.sources.find(({ source }) => source === 'ztunnel-log')).toMatchObject({
      state: 'ok',
      tier: 3,
      scope: 'istio-system/ztunnel-a',
    });
  });

  test('a bug report of istioctl', () => {
    const input = files(
      ['bug-report/cluster/k8s-resources', `apiVersion: v1\nitems:\n- ${JSON.stringify(POD)}\nkind: List\n`],
      ['bug-report/cluster/nodes', 'Name: n1\nRoles: worker\n'],
      ['bug-report/proxies/istio-system/ztunnel-a/config_dump', '{"workloads":[]}'],
      [
        'bug-report/istio/istio-system/istiod-a/debug/syncz',
        '[{"proxy":"ztunnel-a.istio-system","proxy_type":"ztunnel"}]',
      ],
    );
    const state = stateOf(input);
    expect([state.pods.length, state.ztunnelDumps.length, state.syncStatus[0]!.proxies.length]).toEqual([1, 1, 1]);
    expect(input.ignored).toEqual([{ path: 'bug-report/cluster/nodes', why: 'It is not a form that is understood.' }]);
  });

  test('what is not understood is listed and never fatal', () => {
    const input = files(
      ['pod.json', POD],
      ['broken.yaml', 'a: [1\nb: 2\n'],
      ['broken.json', '{'],
      ['notes.txt', 'hello'],
      ['secrets.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {password: aHVudGVyMg==}\n'],
      ['.DS_Store', '\u0000'],
      ['list.json', '[1,2]'],
    );
    expect(stateOf(input).pods).toHaveLength(1);
    expect(input.ignored.map(({ path }) => path)).toEqual([
      'broken.yaml',
      'broken.json',
      'notes.txt',
      'secrets.yaml',
      'list.json',
    ]);
    expect(input.ignored[3]!.why).toBe('Kinds that are not read: Secret.');
    expect(JSON.stringify(input)).not.toContain('aHVudGVyMg==');
  });

  test('manifests know no time: the clock is never asked', () => {
    expect(stateOf(files(['a.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n'])).takenAt).toBe(
      '1970-01-01T00:00:00Z',
    );
  });
});

test.each([
  [[], 'No Kubernetes objects found in 0 files: there is nothing in it'],
  [[['a.txt', 'hello']], 'No Kubernetes objects found in a.txt: a.txt: It is not a form that is understood.'],
  [
    [
      ['a.json', '{"x":1}'],
      ['b.json', '{'],
    ],
    'No Kubernetes objects found in 2 files: a.json: It is neither a Kubernetes object nor a bundle.',
  ],
])('no bundle at all: %j', (pairs, reason) => {
  expect(normalizeBundle(files(...(pairs as [string, unknown][])))).toEqual({ ok: false, reason });
});

test('lists in lists without end are left alone', () => {
  let nested: unknown = POD;
  for (let i = 0; i < 50_000; i++) nested = { apiVersion: 'v1', kind: 'List', items: [nested] };
  expect(normalizeBundle(readBundleDocument(nested)).ok).toBe(false);
});
