import { expect, test } from 'vitest';
import type { SourceStatus } from '../state/source-status.ts';
import { gapOf, gatewayOfPod, groupBy, indexMesh, perSlice } from './mesh.ts';
import { meshConfig, pod, service, smallMesh } from './small-mesh.ts';

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

test('a slice that did not change keeps its index', () => {
  const { state } = smallMesh({ pods: [pod('shop/a')], services: [service('shop/s')] });
  const [before, after] = [indexMesh(state), indexMesh({ ...state, pods: [...state.pods] })];
  expect(after.services).toBe(before.services);
  expect(after.pods).not.toBe(before.pods);
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
