import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { SourceStatus } from '../state/source-status.ts';
import { randomJson, randomRow } from './random-json.fixture.ts';
import { normalizeReading, type RawReading, READING_SOURCES, tierOf } from './reading.ts';

const at = '2026-01-01T00:00:00Z';
const pod = 'istio-system/ztunnel-a';

test.each([
  ['ztunnel-metrics', 'get', 'pods/proxy'],
  ['cni-ready', 'get', 'pods/proxy'],
  ['istiod-ready', 'get', 'pods/proxy'],
  ['ztunnel-config', 'create', 'pods/portforward'],
  ['istiod-syncz', 'create', 'pods/portforward'],
  ['istiod-log', 'get', 'pods/log'],
])('a forbidden %s names the permission that is missing', (source, verb, resource) => {
  const error = { code: 'forbidden', message: 'pods "x" is forbidden' };
  expect(normalizeReading({ source, pod, at, error })).toEqual({
    status: {
      source,
      tier: tierOf(source),
      scope: pod,
      state: 'forbidden',
      at,
      count: 0,
      message: 'pods "x" is forbidden',
      permission: { verb, resource, group: '', namespace: 'istio-system' },
    },
  });
});

test('an answer that did not come is a failure without a permission', () => {
  const { status } = normalizeReading({
    source: 'ztunnel-config',
    pod,
    error: { code: 'timeout', message: 'took too long' },
  });
  expect(status).toMatchObject({ state: 'failed', message: 'took too long', permission: null, at: null });
  expect(normalizeReading({ source: 'ztunnel-config', pod }).status).toMatchObject({ state: 'failed' });
  expect(normalizeReading({ source: 'prometheus', error: { code: 'forbidden', message: '' } }).status).toMatchObject({
    permission: null,
    message: 'forbidden',
    scope: null,
  });
});

test('the content of what this version reads, as a body or as text', () => {
  const dump = { workloads: [{ uid: 'a', surprise: 1 }] };
  const fromBody = normalizeReading({ source: 'ztunnel-config', pod, at, body: dump });
  expect(fromBody.status).toMatchObject({ state: 'ok', count: 1, unknownKeys: 1, message: '' });
  expect(normalizeReading({ source: 'ztunnel-config', pod, at, text: JSON.stringify(dump) })).toEqual(fromBody);
  expect(normalizeReading({ source: 'ztunnel-ready', pod, text: 'ready\n' }).value).toMatchObject({ ready: true });
  expect(normalizeReading({ source: 'istiod-syncz', pod, body: [{ proxy: 'a.b' }] }).status.count).toBe(1);
});

test.each([
  ['ztunnel-config', '{"workloads":['],
  ['ztunnel-config', 'no route to host'],
  ['ztunnel-ready', '<html>'],
  ['istiod-syncz', '401 Unauthorized'],
  ['ztunnel-metrics', '<html>'],
  ['waypoint-metrics', 'no route to host'],
  ['prometheus', 'x 1'],
])('a %s that is something else has failed: %s', (source, text) => {
  const { status, value } = normalizeReading({ source, pod, text });
  expect(status.state).toBe('failed');
  expect(status.message).toMatch(/^The answer is not /);
  expect(value).toBeUndefined();
});

test('what is no source of this version is carried as a status', () => {
  for (const source of ['agentgateway-metrics', 'constructor'])
    expect(normalizeReading({ source, pod, at, text: 'x 1' })).toEqual({
      status: expect.objectContaining({ source, tier: 0, state: 'ok', count: 0, message: '' }),
    });
  for (const source of READING_SOURCES) expect(tierOf(source)).toBeGreaterThan(0);
});

test('arbitrary readings never throw and always have a status', () => {
  const row = randomRow(7);
  for (let i = 0; i < 300; i++) {
    const reading = {
      ...(randomJson(row, 3) as object),
      source: READING_SOURCES[i % READING_SOURCES.length],
      body: randomJson(row, 5),
    };
    expect([...Value.Errors(SourceStatus, normalizeReading(reading as RawReading).status)].slice(0, 1)).toEqual([]);
    expect(() => normalizeReading(randomJson(row, 3) as RawReading)).not.toThrow();
  }
});
