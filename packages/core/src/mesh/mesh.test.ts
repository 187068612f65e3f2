import { describe, expect, test } from 'vitest';
import { emptyState, type MeshState } from '../state/mesh-state.ts';
import type { SourceStatus } from '../state/source-status.ts';
import { capturedByNode } from './enrolment/captured.ts';
import { groupBy, perSlice } from './memory/look-up.ts';
import { gatewayOfPod } from './memory/pod-index.ts';
import { gapOf, indexMesh, inEachNamespace, type Mesh, ofMesh, perMesh } from './mesh.ts';
import { listWorkloads } from './service/workloads.ts';
import { endpointSlice, meshConfig, pod, service, sliceEndpoint, smallMesh } from './small-mesh.ts';

const status = (rest: Partial<SourceStatus>): SourceStatus => ({
  source: 'Pod',
  tier: 0,
  scope: null,
  state: 'ok',
  at: null,
  count: 0,
  message: '',
  permission: null,
  ...rest,
});

test('defaults of a mesh whose configuration was not read', () => {
  expect(smallMesh({})).toMatchObject({
    rootNamespace: 'istio-system',
    trustDomain: 'cluster.local',
    domainSuffix: 'cluster.local',
    revision: 'default',
  });
  const told = smallMesh({
    meshConfig: meshConfig({ rootNamespace: 'mesh', trustDomain: 'td', revision: '' }),
    domainSuffix: 'company.com',
  });
  expect(told).toMatchObject({ rootNamespace: 'mesh', trustDomain: 'td', domainSuffix: 'company.com', revision: '' });
});

test('a Service is found by namespace and name, and a name alone names none', () => {
  const mesh = smallMesh({ services: [service('ab/abc'), service('ab/d')] });
  expect(mesh.services.byName.get('ab/abc')).toBe(mesh.services.named('ab', 'abc'));
  expect(mesh.services.named('ab', 'abc')?.name).toBe('abc');
  for (const none of ['abc', '', '/', 'ab/', '/abc', 'ab/abc/d', 'a/abc'])
    expect(mesh.services.byName.get(none)).toBeUndefined();
});

const stateWith = (parts: Partial<MeshState>): MeshState => ({ ...emptyState('2026-11-20T10:00:00Z'), ...parts });

describe('from one state to the next', () => {
  const first = () =>
    stateWith({ pods: [pod('shop/a'), pod('ops/b')], services: [service('shop/s')], sources: [status({})] });
  const next = (state: MeshState, change: Partial<MeshState>) => indexMesh({ ...state, ...change });

  test('a namespace in which nothing changed keeps its shard, another gets a new one', () => {
    const state = first();
    const before = indexMesh(state);
    const after = next(state, { pods: [state.pods[0]!, { ...state.pods[1]!, ready: false }] });
    expect(after.shards.get('shop')).toBe(before.shards.get('shop'));
    expect(after.shards.get('ops')).not.toBe(before.shards.get('ops'));
    expect(after.pods.byName.get('ops/b')?.ready).toBe(false);
  });

  test.each([
    ['a pod goes', (state: MeshState) => ({ pods: state.pods.slice(0, 1) }), false],
    ['a pod comes', (state: MeshState) => ({ pods: [...state.pods, pod('ops/c')] }), false],
    ['a pod of the namespace changes', (state: MeshState) => ({ pods: state.pods.map((p) => ({ ...p })) }), false],
    ['another namespace changes', (state: MeshState) => ({ services: [{ ...state.services[0]! }] }), true],
    ['time passes', () => ({ takenAt: '2030-01-01T00:00:00Z' }), true],
    [
      'sources are read again',
      (state: MeshState) => ({ sources: state.sources.map((s) => ({ ...s, count: 9 })) }),
      true,
    ],
    ['anything that is no shard changes', (state: MeshState) => ({ nodes: [...state.nodes] }), false],
  ])('what was computed of a namespace is taken over or not: %s', (_what, change, isTaken) => {
    let runs = 0;
    const countPods = perMesh((mesh: Mesh, namespace: string) => {
      runs += 1;
      return mesh.pods.byNamespace.get(namespace)?.length ?? 0;
    });
    const state = first();
    expect(countPods(indexMesh(state), 'ops')).toBe(1);
    const after = next(state, change(state));
    expect(countPods(after, 'ops')).toBe(after.pods.all().filter((p) => p.namespace === 'ops').length);
    expect(runs).toBe(isTaken ? 1 : 2);
  });

  test('what read the time is computed again when time has passed', () => {
    const now = ofMesh((mesh: Mesh) => mesh.takenAt);
    const state = first();
    now(indexMesh(state));
    expect(now(next(state, { takenAt: '2030-01-01T00:00:00Z' }))).toBe('2030-01-01T00:00:00Z');
  });

  test('what rests on a result rests on what that has read', () => {
    const size = perMesh((mesh: Mesh, namespace: string) => mesh.pods.byNamespace.get(namespace)?.length ?? 0);
    const total = ofMesh((mesh: Mesh) => size(mesh, 'ops') + size(mesh, 'nowhere'));
    const state = first();
    const before = indexMesh(state);
    size(before, 'ops');
    expect(total(before)).toBe(1);
    expect(total(next(state, { pods: [...state.pods, pod('ops/c')] }))).toBe(2);
    expect(total(next(state, { pods: [...state.pods, pod('nowhere/c')] }))).toBe(2);
  });

  test('a namespace that has its first object is seen by what went through all', () => {
    const names = ofMesh((mesh: Mesh) =>
      [...mesh.shards.keys()].map((name) => mesh.pods.byNamespace.get(name)?.length),
    );
    const pods = inEachNamespace((_mesh, part) => part.pods.map(({ name }) => name));
    const all = ofMesh((mesh: Mesh) => pods(mesh));
    const state = first();
    const before = indexMesh(state);
    expect([names(before), all(before), capturedByNode(before).size]).toEqual([[1, 1], ['b', 'a'], 0]);
    const captured = pod('new/c', { node: 'node-1', annotations: { 'ambient.istio.io/redirection': 'enabled' } });
    const after = next(state, { pods: [...state.pods, captured] });
    expect([names(after), all(after), capturedByNode(after).get('node-1')]).toEqual([[1, 1, 1], ['c', 'b', 'a'], 1]);
  });

  test('S5: addresses written by hand are seen when they change', () => {
    const slice = endpointSlice('shop/s-1', {
      service: 's',
      endpoints: [sliceEndpoint({ pod: '', addresses: ['1.2.3.4'] })],
    });
    const state = { ...first(), endpointSlices: [slice] };
    const count = (mesh: Mesh) => listWorkloads(mesh).filter(({ kind }) => kind === 'EndpointSlice').length;
    const known = count(indexMesh(state));
    const more = { ...slice, endpoints: [...slice.endpoints, sliceEndpoint({ pod: '', addresses: ['1.2.3.5'] })] };
    expect(count(next(state, { endpointSlices: [more] }))).toBe(known + 1);
  });

  test('a what-if does not push out the mesh it starts from', () => {
    let runs = 0;
    const count = ofMesh((mesh: Mesh) => {
      runs += 1;
      return mesh.pods.byNamespace.get('shop')?.length ?? 0;
    });
    const state = first();
    count(indexMesh(state));
    count(next(state, { nodes: [] }));
    count(next(state, { takenAt: '2030-01-01T00:00:00Z' }));
    expect(runs).toBe(2);
  });
});

test('perSlice computes once', () => {
  let runs = 0;
  const compute = perSlice((list: readonly number[]) => {
    runs += 1;
    return list.length;
  });
  const list = [1];
  expect([compute(list), compute(list), compute([1]), runs]).toEqual([1, 1, 1, 2]);
});

test('groupBy keeps the order', () => {
  expect([...groupBy([3, 1, 2], (item) => (item > 1 ? 'big' : 'small'))]).toEqual([
    ['big', [3, 2]],
    ['small', [1]],
  ]);
});

test('W7: today’s label names the gateway, and the one of before 1.24', () => {
  expect(
    gatewayOfPod(
      pod('a/b', { labels: { 'gateway.networking.k8s.io/gateway-name': 'x', 'istio.io/gateway-name': 'y' } }),
    ),
  ).toBe('x');
  expect(gatewayOfPod(pod('a/b', { labels: { 'istio.io/gateway-name': 'y' } }))).toBe('y');
  expect(gatewayOfPod(pod('a/b'))).toBe('');
});

/** Whether absence in namespace shop proves nothing. */
test.each([
  ['read', [status({})], false],
  ['stale still proves absence', [status({ state: 'stale' })], false],
  ['a kind the server does not know has none', [status({ state: 'unserved' })], false],
  ['forbidden', [status({ state: 'forbidden' })], true],
  ['failed', [status({ state: 'failed' })], true],
  ['syncing', [status({ state: 'syncing' })], true],
  ['never asked', [], true],
  ['forbidden there', [status({}), status({ scope: 'shop', state: 'forbidden' })], true],
  ['forbidden elsewhere', [status({}), status({ scope: 'web', state: 'forbidden' })], false],
  ['read, and in another part not', [status({}), status({ state: 'failed' })], true],
  ['not read, and in another part read', [status({ state: 'failed' }), status({})], true],
  ['read there only', [status({ state: 'forbidden' }), status({ scope: 'shop' })], false],
])('a gap: %s', (_name, sources, expected) => {
  const gap = gapOf(smallMesh({ sources }), 'Pod', 'shop');
  expect(gap !== null).toBe(expected);
  if (gap) expect(gap.why).toContain('Pod');
});

test('a gap carries the permission that would close it', () => {
  const permission = { verb: 'list', resource: 'pods', group: '', namespace: null };
  const sources = [status({ state: 'forbidden', permission })];
  expect(gapOf(smallMesh({ sources }), 'Pod')).toMatchObject({ source: 'Pod', scope: null, permission });
});
