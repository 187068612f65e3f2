import { expect, test } from 'vitest';
import type { TrafficSeries } from '../../state/traffic.ts';
import { pod, service, smallMesh } from '../small-mesh.ts';
import { failedHandover, handoverMark } from './handover.ts';

const END = { cluster: '', namespace: 'shop', app: '', version: '', principal: '' };
const API = { namespace: 'shop', name: 'api', host: '' };

const series = (rest: Partial<TrafficSeries>): TrafficSeries => ({
  measure: 'connections-closed',
  reporter: 'destination',
  from: { ...END, workload: 'web' },
  to: { ...END, workload: 'api-1' },
  service: API,
  protocol: 'tcp',
  code: '',
  grpcStatus: '',
  flags: 'CONNECT',
  security: 'mutual_tls',
  value: 5,
  ...rest,
});

const opened = series({ measure: 'connections-opened', flags: '-' });
const callee = pod('shop/api-1');

function meshLately(list: readonly TrafficSeries[], before: readonly TrafficSeries[]) {
  const ztunnel = pod('istio-system/ztunnel-a', { labels: { app: 'ztunnel' }, ips: ['10.0.0.9'] });
  const head = { pod: 'istio-system/ztunnel-a', at: null, omitted: 0 };
  const rates = list.map((one) => ({ ...one, value: one.value / 60 }));
  const traffic = [
    { ...head, unit: 'total' as const, series: [...before] },
    { ...head, unit: 'per-second' as const, seconds: 60, series: rates },
  ];
  return smallMesh({ pods: [ztunnel, callee], traffic });
}

function meshWith(list: readonly TrafficSeries[], rest: { pod?: string; unit?: 'total' | 'per-second' } = {}) {
  const ztunnel = pod('istio-system/ztunnel-a', { labels: { app: 'ztunnel' }, ips: ['10.0.0.9'] });
  const reading = { pod: 'istio-system/ztunnel-a', at: null, unit: 'total' as const, omitted: 0, ...rest };
  return smallMesh({ pods: [ztunnel, callee], traffic: [{ ...reading, series: [...list] }] });
}

test.each([
  ['all failed', [opened, series({})], true],
  ['failed for two callers', [opened, series({}), series({ from: { ...END, workload: 'cron' }, value: 1 })], true],
  ['one went well', [opened, series({}), series({ flags: '-', value: 1 })], false],
  ['some are still open', [series({ measure: 'connections-opened', flags: '-', value: 6 }), series({})], false],
  ['something was answered', [opened, series({}), series({ measure: 'response-bytes', value: 90 })], false],
  ['refused by policy', [opened, series({ flags: 'DENY' })], false],
  ['tried once', [series({ value: 1 })], false],
  ['told by the source only', [opened, series({ reporter: 'source' })], false],
  ['another workload', [opened, series({ to: { ...END, workload: 'other' } })], false],
  ['by way of another Service', [opened, series({ service: { ...API, name: 'other' } })], false],
  ['nothing counted', [], false],
])('P10: %s: %s', (_name, list, expected) => {
  const mesh = meshWith(list);
  expect(failedHandover(mesh, callee, service('shop/api')) !== null).toBe(expected);
});

test('P10: a pod that was dialled itself, and the mark that sets pods apart', () => {
  const mesh = meshWith([opened, series({ service: { namespace: 'unknown', name: 'unknown', host: '' } })]);
  expect(failedHandover(mesh, callee, null)).toMatchObject({ ztunnel: 'istio-system/ztunnel-a', failed: 5 });
  expect(failedHandover(mesh, callee, service('shop/api'))).toBeNull();
  expect(handoverMark(meshWith([opened, series({})]), callee)).toBe('!shop/api');
  expect(handoverMark(meshWith([opened, series({ flags: '-' })]), callee)).toBe('');
});

const well = series({ flags: '-', value: 90 });

test.each([
  ['all failed lately, whatever was before', [opened, series({})], [opened, series({}), well], true],
  ['what failed lately had stood for long', [series({})], [opened, series({}), well], false],
  ['all failed before, and goes well now', [opened, series({ flags: '-' })], [opened, series({})], false],
  ['all failed before, and nobody calls now', [], [opened, series({})], true],
  ['it went well before, and nobody calls now', [], [opened, well], false],
])('P10: %s: %s', (_name, lately, before, expected) => {
  expect(failedHandover(meshLately(lately, before), callee, service('shop/api')) !== null).toBe(expected);
});

test('rates of Prometheus, and the ztunnel of another node, say nothing of this pod', () => {
  const list = [opened, series({})];
  expect(failedHandover(meshWith(list, { pod: '', unit: 'per-second' }), callee, service('shop/api'))).toBeNull();
  expect(failedHandover(meshWith(list, { pod: 'istio-system/ztunnel-b' }), callee, service('shop/api'))).toBeNull();
});
