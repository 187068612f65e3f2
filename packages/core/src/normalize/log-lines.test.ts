import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachLine, readLine } from './log-lines.ts';

const ACCESS = 'access\tconnection complete\tsrc.addr=10.0.0.1:1 dst.service="a b" error="said \\"no\\""';
const fields = { 'src.addr': '10.0.0.1:1', 'dst.service': 'a b', error: 'said "no"' };

test.each([
  ['text', `2026-01-01T00:00:00.000001Z\terror\t${ACCESS}`],
  [
    'behind the prefix of a container runtime',
    `2026-01-01T00:00:00.9Z stdout F 2026-01-01T00:00:00.000001Z\terror\t${ACCESS}`,
  ],
  ['behind the times of kubectl', `2026-01-01T00:00:00.9Z 2026-01-01T00:00:00.000001Z\terror\t${ACCESS}`],
  [
    'behind the prefix of kubectl',
    `[pod/istio-system/ztunnel-x/istio-proxy] 2026-01-01T00:00:00.000001Z\terror\t${ACCESS}`,
  ],
])('a line as %s', (_name, line) => {
  expect(readLine(line, '')).toEqual({
    at: '2026-01-01T00:00:00.000001Z',
    level: 'error',
    scope: 'access',
    message: 'connection complete',
    fields,
  });
});

test('JSON, with fields beside the message or under a key', () => {
  const flat = {
    time: '2026-01-01T00:00:00Z',
    level: 'WARN',
    target: 'Access',
    message: 'connection failed',
    ...fields,
  };
  expect(readLine(JSON.stringify(flat), '')).toMatchObject({
    level: 'warn',
    scope: 'access',
    message: 'connection failed',
    fields,
  });
  const nested = { timestamp: '2026-01-01T00:00:00Z', severity: 'error', msg: 'x', fields };
  expect(readLine(JSON.stringify(nested), '')).toMatchObject({ at: '2026-01-01T00:00:00Z', message: 'x', fields });
  expect(readLine('{"level":"err', '').message).toBe('{"level":"err');
});

test('klog, whose dates have no year', () => {
  const line = 'E1120 10:00:00.123456       1 server.go:12] "it failed" err="no" pod="a/b"';
  expect(readLine(line, '2026')).toEqual({
    at: '2026-11-20T10:00:00.123456Z',
    level: 'error',
    scope: 'server.go',
    message: 'it failed',
    fields: { err: 'no', pod: 'a/b' },
  });
  expect(readLine(line, '').at).toBeNull();
});

test('scopes of ztunnel with spans, and messages of istiod without a scope', () => {
  expect(
    readLine('2026-01-01T00:00:00.0Z\twarn\txds::client:xds{id=2}\tXDS client connection error: x\t', ''),
  ).toMatchObject({
    scope: 'xds::client:xds{id=2}',
    message: 'XDS client connection error: x',
  });
  expect(readLine('2026-01-01T00:00:00.000Z\twarn\tdiscovery is not ready', '')).toMatchObject({
    level: 'warn',
    message: 'discovery is not ready',
  });
});

test('blank lines are no lines, and one without an end is one', () => {
  const seen: string[] = [];
  expect(eachLine('a\n\n  \r\nb', (line) => seen.push(line))).toBe(2);
  expect(seen).toEqual(['a', 'b']);
  expect(eachLine('', () => {})).toBe(0);
});

test('any text is a line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const line = readLine(text, '2026');
      expect(typeof line.message).toBe('string');
      expect(Object.values(line.fields).every((value) => typeof value === 'string')).toBe(true);
    }),
  );
});
