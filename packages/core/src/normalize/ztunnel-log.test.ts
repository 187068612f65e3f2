import { expect, test } from 'vitest';
import { readLine } from './log-lines.ts';
import { readAddress, readZtunnelLine } from './ztunnel-log.ts';

const say = (text: string) => readZtunnelLine(readLine(`2026-11-20T09:59:01.000000Z\t${text}`, ''));

test('a connection with all its fields', () => {
  const fields =
    'src.addr=[fd00::1]:59354 src.workload="web-1" src.namespace="shop" src.identity="spiffe://cluster.local/ns/shop/sa/web" dst.addr=10.0.0.9:15008 dst.hbone_addr=10.96.0.1:80 dst.service="api.shop.svc.cluster.local" dst.workload="waypoint-1" dst.namespace="shop" direction="outbound" bytes_sent=10 bytes_recv=5 duration="1.5s"';
  expect(say(`info\taccess\tconnection complete\t${fields}`)).toEqual({
    kind: 'connected',
    direction: 'outbound',
    from: { ip: 'fd00::1', port: 0, pod: 'shop/web-1', identity: 'spiffe://cluster.local/ns/shop/sa/web' },
    to: { ip: '10.0.0.9', port: 15008, pod: 'shop/waypoint-1', identity: '' },
    via: '10.96.0.1:80',
    service: 'api.shop.svc.cluster.local',
    bytes: 15,
    longestMs: 1500,
  });
});

test.each([
  [
    'warn\taccess\tconnection failed\tsrc.addr=10.0.0.1:1 dst.addr=10.96.0.1:80 direction="outbound" error="no healthy upstream: 10.96.0.1:80"',
    { kind: 'no-healthy-upstream', to: { port: 80 } },
  ],
  [
    'warn\txds::client:xds{id=2}\tXDS client connection error: gRPC connection error connecting to https://istiod.istio-system.svc:15012: operation timed out, retrying in 15s',
    { kind: 'control-plane-failed', name: 'istiod.istio-system.svc:15012', reason: 'timeout' },
  ],
  ['info\txds::client:xds{id=1}\tStream established', { kind: 'control-plane-connected' }],
  ['info\txds::client:xds{id=1}\tConnected to XDS server', { kind: 'control-plane-connected' }],
  [
    'error\tinpod\tfailed to connect to the Istio CNI node agent over "/var/run/ztunnel/ztunnel.sock", is the node agent healthy? details: Connection refused',
    { kind: 'cni-unreachable', reason: 'refused' },
  ],
  [
    "warn\tstate:proxy{wl=shop/late}\ttimed out waiting for workload 'late.shop (late-6f9c-xqb)' from xds",
    { kind: 'workload-awaited', name: 'shop/late-6f9c-xqb' },
  ],
  ['warn\txds\tskipping unknown policy shop/p', { kind: 'policy-skipped', name: 'shop/p' }],
  [
    'warn\tidentity::manager\tcertificate fetch failed (signing gRPC error: not allowed to impersonate), retrying\tid=spiffe://a/ns/b/sa/c',
    { kind: 'certificate-failed', name: 'spiffe://a/ns/b/sa/c', reason: 'permission' },
  ],
  [
    'error\tinpod::statemanager\tfailed to start proxy: x\tname="a" namespace="b"',
    { kind: 'proxy-failed', name: 'b/a' },
  ],
])('%s', (text, expected) => {
  expect(say(text)).toMatchObject(expected);
});

test.each([
  'info\tproxy::inbound\tlistener established\taddress=[::]:15008 component="inbound"',
  'info\tinpod::statemanager\tpod received, starting proxy\tuid="1" name="a" namespace="b"',
])('what is well is not kept: %s', (text) => {
  expect(say(text)).toBeNull();
});

test('addresses', () => {
  expect(readAddress('[::1]:80')).toEqual({ ip: '::1', port: 80 });
  expect(readAddress('10.0.0.1')).toEqual({ ip: '10.0.0.1', port: 0 });
  expect(readAddress('-')).toEqual({ ip: '', port: 0 });
});
