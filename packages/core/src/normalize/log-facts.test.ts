import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { ComponentLog } from '../state/logs.ts';
import { FACT_LIMIT, readLog } from './log-facts.ts';
import { normalizeReading } from './reading.ts';
import { readZtunnelLine } from './ztunnel-log.ts';

const answered = { pod: 'istio-system/ztunnel-a', at: '2026-11-20T10:00:00Z' };
const line = (second: number, port: number, error: string, ip = '10.0.0.1'): string =>
  `2026-11-20T09:59:${String(second).padStart(2, '0')}.000000Z\terror\taccess\tconnection complete\tsrc.addr=${ip}:${port} dst.addr=10.0.0.2:15008 direction="outbound" bytes_sent=3 bytes_recv=4 duration="${second}ms" error="${error}"`;

test('equal statements are one fact: counted, with the first and last time, bytes added up', () => {
  const text = [
    line(1, 4001, 'connection failed: Connection refused'),
    line(9, 4002, 'io error: Connection refused (os error 111)'),
  ].join('\n');
  const log = readLog('ztunnel-log', text, answered, readZtunnelLine);
  expect(log).toMatchObject({
    lines: 2,
    unread: 0,
    omitted: 0,
    since: '2026-11-20T09:59:01.000000Z',
    until: '2026-11-20T09:59:09.000000Z',
  });
  expect(log.facts).toHaveLength(1);
  expect(log.facts[0]).toMatchObject({
    kind: 'refused',
    count: 2,
    firstAt: '2026-11-20T09:59:01.000000Z',
    lastAt: '2026-11-20T09:59:09.000000Z',
    from: { ip: '10.0.0.1', port: 0 },
    to: { ip: '10.0.0.2', port: 15008 },
    bytes: 14,
    longestMs: 9,
  });
});

test('warnings that say nothing known are counted, and facts are bounded', () => {
  const many = Array.from({ length: FACT_LIMIT + 5 }, (_, i) =>
    line(1, 1, 'x', `10.1.${Math.floor(i / 250)}.${i % 250}`),
  );
  const odd = '2026-11-20T09:59:01.000000Z\twarn\tsomewhere\tsomething new';
  const { status, value } = normalizeReading({ source: 'ztunnel-log', pod: 'a/b', text: [...many, odd].join('\n') });
  expect(status).toMatchObject({
    state: 'ok',
    count: FACT_LIMIT + 6,
    unknownKeys: 1,
    message: '5 further statements were left out.',
  });
  expect((value as ComponentLog).facts).toHaveLength(FACT_LIMIT);
});

describe('nothing of a line goes into the state', () => {
  test('but what fields name', () => {
    const secret = 'Bearer-abc123';
    const text = [
      `[2026-11-20T09:59:39.000Z] "GET /a?token=${secret} HTTP/1.1" 403 - rbac_access_denied_matched_policy[ns[shop]-policy[p]-rule[0]] - "-" 0 19 0 - "-" "${secret}" "${secret}" "server.shop" "-" inbound-vip|80|http|server.shop.svc.cluster.local - 10.96.0.9:80 10.0.0.1:4 - default`,
      JSON.stringify({
        response_code: 200,
        response_flags: '-',
        path: `/x?${secret}`,
        authorization: secret,
        user_agent: secret,
      }),
    ].join('\n');
    const { value } = normalizeReading({ source: 'waypoint-log', pod: 'a/b', text });
    expect(JSON.stringify(value)).not.toContain(secret);
    expect(JSON.stringify(value)).not.toContain('/a');
    expect((value as ComponentLog).facts.map(({ kind, code, name }) => [kind, code, name])).toEqual([
      ['request', 403, 'shop/p'],
      ['request', 200, ''],
    ]);
  });
});

const LINES = [
  line(1, 1, 'identity error: x'),
  '2026-11-20T09:59:01.000000Z\twarn\txds::client\tXDS client connection error: gRPC connection error connecting to https://istiod:15012: dns error',
  '2026-11-20T09:59:01.000000Z\terror\tca\tFailed to authenticate: no instances of "a/b" found on node "n"',
  '{"level":"error","msg":"failed to reconcile inpod rules","error":"iptables"}',
  '[2026-11-20T09:59:39.000Z] "- - -" 0 UF,URX - - "delayed connect error: 111" 0 0 9 - "-" "-" "-" "-" "10.0.0.1:5432" inbound-vip|5432|tcp|db.shop.svc.cluster.local - 10.96.0.9:5432 10.0.0.1:4 - -',
  'E1120 10:00:00.123456       1 leaderelection.go:12] "lost lease" name="a"',
];
const garbled = fc
  .tuple(fc.constantFrom(...LINES), fc.nat(400), fc.string({ unit: 'binary', maxLength: 20 }), fc.nat(400))
  .map(([text, cut, noise, end]) =>
    `${text.slice(0, cut)}${noise}${text.slice(cut)}`.slice(0, text.length + noise.length - (end % 50)),
  );

test.each(['ztunnel-log', 'waypoint-log', 'istiod-log', 'cni-log'])(
  '%s: cut off, mixed up or random, it is read and fits the schema',
  (source) => {
    const texts = fc.array(fc.oneof(garbled, fc.string({ unit: 'binary', maxLength: 200 })), { maxLength: 12 });
    fc.assert(
      fc.property(texts, (lines) => {
        const { status, value } = normalizeReading({
          source,
          pod: 'a/b',
          at: answered.at,
          text: `${lines.join('\n')}\n`,
        });
        expect(status.state).toBe('ok');
        expect([...Value.Errors(ComponentLog, value)].slice(0, 1)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  },
);
