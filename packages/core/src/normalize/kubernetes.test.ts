import { expect, test } from 'vitest';
import { readEndpointSlice, readEvent, readNamespace, readNode, readService } from './kubernetes.ts';

test('a namespace without a status is active', () => {
  expect(readNamespace({ metadata: { name: 'a' } }).phase).toBe('Active');
});

test('a node with its taints in the notation of kubectl', () => {
  const node = readNode({
    metadata: { name: 'n' },
    spec: { taints: [{ key: 'a', effect: 'NoSchedule' }, { key: 'b', value: 'c', effect: 'NoExecute' }, { key: 'd' }] },
    status: { addresses: [{ address: '10.0.0.1' }, {}], nodeInfo: { bootID: 'x', operatingSystem: 'linux' } },
  });
  expect(node).toMatchObject({
    taints: ['a:NoSchedule', 'b=c:NoExecute', 'd'],
    addresses: ['10.0.0.1'],
    bootId: 'x',
    os: 'linux',
  });
});

test.each([
  [{ clusterIP: '10.0.0.1' }, { clusterIPs: ['10.0.0.1'], headless: false }],
  [
    { clusterIPs: ['10.0.0.1', 'fd00::1'], clusterIP: '10.0.0.1' },
    { clusterIPs: ['10.0.0.1', 'fd00::1'], headless: false },
  ],
  [{ clusterIP: 'None' }, { clusterIPs: [], headless: true }],
  [
    { type: 'ExternalName', externalName: 'a.example' },
    { clusterIPs: [], headless: false, externalName: 'a.example' },
  ],
  [{}, { clusterIPs: [], headless: false, type: 'ClusterIP', selector: null }],
  [{ selector: {} }, { selector: {} }],
])('the addresses of a Service: %j', (spec, expected) => {
  expect(readService({ metadata: { name: 's' }, spec })).toMatchObject(expected);
});

test('the ports of a Service', () => {
  const ports = [
    { port: 80 },
    { port: '81', targetPort: 'web', protocol: 'http' },
    { port: 82, targetPort: '8082', nodePort: 30082 },
    null,
  ];
  expect(readService({ metadata: { name: 's' }, spec: { ports } }).ports).toEqual([
    { name: '', port: 80, targetPort: 0, protocol: 'TCP', appProtocol: '', nodePort: null },
    { name: '', port: 81, targetPort: 'web', protocol: 'http', appProtocol: '', nodePort: null },
    { name: '', port: 82, targetPort: 8082, protocol: 'TCP', appProtocol: '', nodePort: 30082 },
  ]);
});

test('an endpoint without conditions is ready, an address by hand has no pod', () => {
  const slice = readEndpointSlice({
    metadata: { name: 'e', labels: { 'kubernetes.io/service-name': 's' } },
    ports: [{ name: 'http' }],
    endpoints: [
      { addresses: ['10.0.0.1'], targetRef: { kind: 'Pod', name: 'p' } },
      {
        addresses: ['10.0.0.2'],
        conditions: { ready: false, terminating: true },
        targetRef: { kind: 'Node', name: 'n' },
      },
    ],
  });
  expect(slice.service).toBe('s');
  expect(slice.ports).toEqual([{ name: 'http', port: null, protocol: 'TCP' }]);
  expect(slice.endpoints.map(({ ready, serving, terminating, pod }) => [ready, serving, terminating, pod])).toEqual([
    [true, true, false, 'p'],
    [false, false, true, ''],
  ]);
});

test('an event says when it was last seen, in whichever field', () => {
  const event = (extra: object) =>
    readEvent({ metadata: { name: 'e', creationTimestamp: '2026-01-01T00:00:00Z' }, ...extra });
  const at = (minute: number) => `2026-01-01T00:0${minute}:00Z`;
  expect(event({ lastTimestamp: at(1), series: { count: 7, lastObservedTime: at(2) } })).toMatchObject({
    count: 7,
    lastAt: at(2),
  });
  expect(event({ lastTimestamp: at(1), count: 3 })).toMatchObject({ count: 3, lastAt: at(1) });
  expect(event({ lastTimestamp: null, eventTime: at(4) })).toMatchObject({ count: 1, lastAt: at(4) });
  expect(event({ firstTimestamp: at(5), message: 'x'.repeat(900) })?.message.length).toBe(500);
  expect(event({})?.lastAt).toBe('2026-01-01T00:00:00Z');
  expect(event({ type: 'Normal' })).toBeNull();
});
