import { expect, test } from 'vitest';
import { later, readSyncStatus } from './istiod-syncz.ts';

const ADDRESS = 'type.googleapis.com/istio.workload.Address';
const CLUSTER = 'type.googleapis.com/envoy.config.cluster.v3.Cluster';
const answered = { pod: 'istio-system/istiod-a', at: null };
const entry = (raw: object) => readSyncStatus([{ proxy: 'z.n', proxy_type: 'ztunnel', ...raw }], answered)!.proxies[0]!;

test.each([
  [{ resources: { [ADDRESS]: { sent: 'b', acked: 'a' } } }, [ADDRESS]],
  [{ resources: { [ADDRESS]: { sent: 'b' } } }, [ADDRESS]],
  [{ resources: { [ADDRESS]: { sent: 'b', acked: 'b' } } }, []],
  [{ resources: { [ADDRESS]: { acked: 'b' } } }, []],
  [{ resources: { [ADDRESS]: {} } }, []],
  [{ cluster_sent: 'b', cluster_acked: 'a', route_sent: '', route_acked: '' }, [CLUSTER]],
  [{ cluster_sent: 'b', resources: { [CLUSTER]: { sent: 'b' } } }, [CLUSTER]],
  [{ resources: 'x' }, []],
])('what is pending: %j', (raw, pending) => {
  expect(entry(raw).pending).toEqual(pending);
});

test('a rejection with its text, and when something was last sent', () => {
  const { errors, lastSentAt } = entry({
    resources: {
      [ADDRESS]: { sent: 'a', acked: 'a', sentTime: '2026-01-01T00:00:02Z' },
      [CLUSTER]: { sent: 'b', acked: 'a', lastError: 'bad cluster', sentTime: '2026-01-01T00:00:01.999999999Z' },
    },
  });
  expect(errors).toEqual([{ type: CLUSTER, message: 'bad cluster' }]);
  expect(lastSentAt).toBe('2026-01-01T00:00:02Z');
});

test('since when something is pending, by its own time or that in its nonce', () => {
  const sentTime = '2026-01-01T00:00:02Z';
  const done = { sent: 'a', acked: 'a', sentTime: '2025-01-01T00:00:00Z' };
  expect(entry({ resources: { [ADDRESS]: { sent: 'b', acked: 'a', sentTime }, [CLUSTER]: done } }).pendingSince).toBe(
    sentTime,
  );
  expect(entry({ cluster_sent: `${sentTime}/x`, cluster_acked: '' }).pendingSince).toBe(sentTime);
  const both = { cluster_sent: '2026-01-01T00:00:09Z/x', resources: { [ADDRESS]: { sent: 'b', sentTime } } };
  expect(entry(both).pendingSince).toBe(sentTime);
  expect(entry({ cluster_sent: 'b', cluster_acked: 'a' }).pendingSince).toBeNull();
  expect(entry({ resources: { [CLUSTER]: done } }).pendingSince).toBeNull();
});

test.each([
  ['ztunnel-a.istio-system', 'istio-system/ztunnel-a'],
  ['web-1.2.3-x.shop', 'shop/web-1.2.3-x'],
  ['ztunnel~10.0.0.1~ztunnel-a.istio-system~istio-system.svc.cluster.local', 'istio-system/ztunnel-a'],
  ['alone', 'alone'],
])('the name of a proxy: %s', (proxy, name) => {
  expect(entry({ proxy }).proxy).toBe(name);
});

test('a list, nothing connected, and lists by replica', () => {
  expect(readSyncStatus(null, answered)!.proxies).toEqual([]);
  expect(
    readSyncStatus({ a: [{ proxy: 'x.n' }], b: [{ proxy: 'y.n' }, {}] }, answered)!.proxies.map(({ proxy }) => proxy),
  ).toEqual(['n/x', 'n/y']);
  for (const body of ['x', 7, {}]) expect(readSyncStatus(body, answered)).toBeNull();
});

test('the later of two moments', () => {
  expect(later(null, null)).toBeNull();
  expect(later('2026-01-01T00:00:00Z', null)).toBe('2026-01-01T00:00:00Z');
  expect(later('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z')).toBe('2026-01-01T00:00:00.5Z');
});
