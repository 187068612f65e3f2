import { describe, expect, test } from 'vitest';
import { demoBundle } from '../../scenarios/index.ts';
import { normalizeReading, type RawReading } from './reading.ts';
import { trimDump, trimReading } from './reading-trim.ts';

const AT = '2026-11-20T10:00:00Z';
const at = { pod: 'istio-system/a', at: AT };
const { readings } = demoBundle('rest', AT) as { readings: RawReading[] };

test.each(readings.map((reading): [string, RawReading] => [`${reading.source} of ${reading.pod}`, reading]))(
  '%s is understood as before',
  (_name, reading) => {
    expect(normalizeReading(trimReading(reading))).toEqual(normalizeReading(reading));
  },
);

test('text that is JSON becomes a body, other text stays, an error stays', () => {
  expect(trimReading({ source: 'istiod-syncz', ...at, text: '[]' })).toEqual({
    source: 'istiod-syncz',
    ...at,
    body: [],
  });
  expect(trimReading({ source: 'ztunnel-ready', ...at, text: 'ready' })).toMatchObject({ text: 'ready' });
  const error = { code: 'forbidden', message: 'no' };
  expect(trimReading({ source: 'ztunnel-log', ...at, error })).toEqual({ source: 'ztunnel-log', ...at, error });
});

test('a page of somebody else does not leave', () => {
  const trimmed = trimReading({ source: 'ztunnel-config', ...at, text: '<html>token=abc</html>' });
  expect(trimmed).toEqual({
    source: 'ztunnel-config',
    ...at,
    error: { code: 'bad-answer', message: 'The answer is not JSON.' },
  });
});

describe('a dump', () => {
  const body = {
    workloads: [
      { uid: 'a', node: 'n1' },
      { uid: 'b', node: 'n2' },
    ],
    services: [{ name: 'web' }],
    certificates: [
      { identity: 'spiffe://t/ns/a/sa/b', state: 'Available', certChain: [{ pem: 'LS0t', serialNumber: '1' }] },
    ],
    config: { clusterDomain: 'cluster.local', caRootCert: 'secret', tomorrow: 'token' },
    tomorrow: { token: 'token' },
    workloadState: { u: { state: 'Up' } },
  };
  test('loses PEMs and settings, and what is unknown is only counted', () => {
    const text = JSON.stringify(trimDump(body));
    for (const secret of ['LS0t', 'secret', 'token"']) expect(text).not.toContain(secret);
    const read = (dump: unknown) => normalizeReading({ source: 'ztunnel-config', ...at, body: dump });
    expect(read(JSON.parse(text))).toEqual(read(body));
    expect(read(body).status.unknownKeys).toBe(1);
  });

  test('for its own node says that it is', () => {
    const { value } = normalizeReading({ source: 'ztunnel-config', ...at, body: trimDump(body, 'n1') });
    expect(value).toMatchObject({ ownOnly: true, workloads: [{ uid: 'a' }], services: [], proxies: [{ podUid: 'u' }] });
    expect(value).toMatchObject({ certificates: { length: 1 }, unknownKeys: 1 });
  });

  test('of old releases keeps its map', () => {
    const old = { workloads: { '/10.0.0.1': { uid: 'a', node: 'n1' }, '/10.0.0.2': { uid: 'b', node: 'n2' } } };
    expect(trimDump(old, 'n2')['workloads']).toEqual({ '/10.0.0.2': { uid: 'b', node: 'n2' } });
  });
});

test('a mesh configuration keeps what decides, and no token of a tracer', () => {
  const body = {
    rootNamespace: 'istio-system',
    defaultConfig: { tracing: { lightstep: { accessToken: 'token' } }, proxyMetadata: { A: 'token' } },
    extensionProviders: [
      { name: 'trace', lightstep: { accessToken: 'token' } },
      { name: 'authz', envoyExtAuthzHttp: { service: 'authz.a.svc', port: 80 } },
    ],
  };
  const trimmed = trimReading({ source: 'istiod-mesh', ...at, body });
  expect(JSON.stringify(trimmed)).not.toContain('token');
  expect(normalizeReading(trimmed)).toEqual(normalizeReading({ source: 'istiod-mesh', ...at, body }));
});

describe('a log', () => {
  const LINES = [
    '2026-11-20T09:00:00.000000Z\tinfo\tads\tpassword=hunter2',
    '2026-11-20T09:00:01.000000Z\terror\tsomething: password=hunter2',
    'password=hunter2',
    '2026-11-20T09:00:02.000000Z\terror\tcni-agent\tpartial add error: no ztunnel connection',
  ];
  test('keeps what is understood; of the rest time and level', () => {
    const reading = { source: 'cni-log', ...at, text: `${LINES.join('\n')}\n` };
    const trimmed = trimReading(reading);
    expect(trimmed.text).not.toContain('hunter2');
    expect(trimmed.text?.split('\n')[0]).toBe('2026-11-20T09:00:00.000000Z\tinfo\t-');
    expect(normalizeReading(trimmed)).toEqual(normalizeReading(reading));
    expect(normalizeReading(trimmed).status.count).toBe(4);
  });

  test('of a waypoint loses the queries of requests', () => {
    const line =
      '[2026-11-20T09:00:00.000Z] "GET /orders?token=abc HTTP/1.1" 503 UF upstream_reset - "-" 0 91 2 - "-" "curl" "id" "api" "10.0.0.1:80" c - 10.0.0.2:80 10.0.0.3:1 - -';
    const reading = { source: 'waypoint-log', ...at, text: line };
    const trimmed = trimReading(reading);
    expect(trimmed.text).not.toContain('abc');
    expect(normalizeReading(trimmed)).toEqual(normalizeReading(reading));
  });
});
