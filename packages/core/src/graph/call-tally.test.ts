import { expect, test } from 'vitest';
import { recentCalls } from './call-tally.ts';
import { bytes, end, reading, series } from './small-traffic.fixture.ts';

const closed = (flags: string, value: number) => bytes({ measure: 'connections-closed', flags, value });
const ENDS = 'shop/web shop/api';

test('totals alone tell nothing of now', () => {
  expect(recentCalls([reading([series()], { pod: 'shop/waypoint-1', unit: 'total' })])).toBeNull();
});

test('connections by how they ended; what failed is not counted twice', () => {
  const failed = bytes({ measure: 'connections-failed', flags: 'DENY', value: 3 });
  const opened = bytes({ measure: 'connections-opened', value: 10 });
  const back = bytes({ measure: 'response-bytes', value: 500 });
  const calls = recentCalls([reading([opened, closed('-', 7), closed('DENY', 3), failed, back])]);
  expect(calls?.byEnds.get(ENDS)?.connections.get('source')).toMatchObject({
    begun: 10,
    well: 7,
    failed: new Map([['DENY', 3]]),
    bytesBack: 500,
  });
});

test('requests by how they were answered: refused, by the application, by a proxy, or given up', () => {
  const list = [
    series({ value: 5 }),
    series({ code: '404', value: 2 }),
    series({ code: '403', value: 3 }),
    series({ code: '500', value: 1 }),
    series({ code: '503', flags: 'UH', value: 4 }),
    series({ code: '0', flags: 'DC', value: 9 }),
    series({ code: '0', flags: '', value: 1 }),
    series({ protocol: 'grpc', code: '200', grpcStatus: '14', value: 2 }),
  ];
  expect(
    recentCalls([reading(list)])
      ?.byEnds.get(ENDS)
      ?.requests.get('waypoint'),
  ).toMatchObject({
    begun: 27,
    well: 10,
    refused: 3,
    failed: new Map([
      ['503 UH', 4],
      ['no answer', 1],
    ]),
    errors: new Map([
      ['500', 1],
      ['gRPC 14', 2],
    ]),
  });
});

test('ends are found by Service, hosts outside by their own name too, and callers by identity', () => {
  const principal = 'spiffe://td/ns/shop/sa/web';
  const service = { namespace: 'shop', name: 'api.example', host: 'api.example' };
  const list = [bytes({ ...closed('-', 1), from: end('shop/web', { principal }), service }), bytes()];
  const { byEnds } = recentCalls([reading(list, { pod: 'istio-system/ztunnel-a' })])!;
  expect([...byEnds.keys()]).toEqual(['shop/web shop/api.example', 'shop/web host:api.example', ENDS]);
  expect([...byEnds.get('shop/web host:api.example')!.connections.get('source')!.callers]).toEqual([principal]);
});

test('proxies count shares of the same; Prometheus says it once more, and its queries may overlap', () => {
  const of = (value: number) => bytes({ measure: 'connections-opened', value });
  const own = (pod: string, value: number) => reading([of(value)], { pod: `istio-system/${pod}` });
  const begun = (...readings: ReturnType<typeof reading>[]) =>
    recentCalls(readings)?.byEnds.get(ENDS)?.connections.get('source')?.begun;
  expect(begun(own('z1', 3), own('z2', 4))).toBe(7);
  expect(begun(own('z1', 3), own('z2', 4), reading([of(6)]))).toBe(7);
  expect(begun(own('z1', 3), reading([of(6)]), reading([of(6)]))).toBe(6);
});

test('who looked, and for how long', () => {
  const own = reading([], { pod: 'istio-system/ztunnel-a', seconds: 60 });
  expect(recentCalls([own])).toMatchObject({ seconds: 60, shortest: 60, hasPrometheus: false });
  expect(recentCalls([own, reading([bytes()])])).toMatchObject({ seconds: 300, shortest: 60, hasPrometheus: true });
  expect([...recentCalls([own])!.proxies]).toEqual(['istio-system/ztunnel-a']);
});
