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

test('ends are found by Service and by host, and callers by identity', () => {
  const principal = 'spiffe://td/ns/shop/sa/web';
  const calls = recentCalls([reading([bytes({ ...closed('-', 1), from: end('shop/web', { principal }) })])]);
  const tally = calls?.byEnds.get('shop/web host:api.shop.svc.cluster.local')?.connections.get('source');
  expect(tally).toBe(calls?.byEnds.get(ENDS) && tally);
  expect([...(tally?.callers ?? [])]).toEqual([principal]);
});

test('who looked, and for how long', () => {
  const own = reading([], { pod: 'istio-system/ztunnel-a', seconds: 60 });
  expect(recentCalls([own])).toMatchObject({ seconds: 60, shortest: 60, hasPrometheus: false });
  expect(recentCalls([own, reading([bytes()])])).toMatchObject({ seconds: 300, shortest: 60, hasPrometheus: true });
  expect([...recentCalls([own])!.proxies]).toEqual(['istio-system/ztunnel-a']);
});
