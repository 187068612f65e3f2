import { expect, test } from 'vitest';
import { readIstiodLine } from './istiod-log.ts';
import { readLine } from './log-lines.ts';

const say = (text: string) => readIstiodLine(readLine(`2026-11-20T09:59:01.000000Z\t${text}`, ''));

test.each([
  [
    'error\tca\tFailed to authenticate client from 10.0.0.1:4: caller (istio-system/ztunnel) is not allowed to impersonate',
    { kind: 'caller-refused', name: 'istio-system/ztunnel', reason: 'permission' },
  ],
  [
    'error\tca\tFailed to authenticate: no instances of "web/importer" found on node "wk-a2"',
    { kind: 'no-such-pod-on-node', name: 'web/importer', node: 'wk-a2' },
  ],
  ['error\tca\tAuthentication failed: invalid token', { kind: 'caller-refused', reason: 'unauthenticated' }],
  ['warn\tambient\tNo network gateway found for network "west"', { kind: 'network-gateway-missing', name: 'west' }],
  ['warn\tambient\tMultiple gateways found for network west', { kind: 'network-gateways-several', name: 'west' }],
  [
    'warn\tgateway\tcould not find GatewayClass istio-waypoint',
    { kind: 'gateway-class-missing', name: 'istio-waypoint' },
  ],
  [
    'warn\tambient\tinvalid value for label istio.io/ingress-use-waypoint\tservice=shop/api',
    { kind: 'ingress-label-invalid', name: 'shop/api' },
  ],
  [
    'warn\tdelta\tADS:LDS: ACK ERROR waypoint-fcc599558-j7z9z.shop-4 Internal:Error adding listener',
    { kind: 'config-rejected', name: 'shop/waypoint-fcc599558-j7z9z', service: 'LDS' },
  ],
  ['info\tleader election lock obtained: istio-status-leader', { kind: 'leader-elected', name: 'istio-status-leader' }],
  [
    'error\tklog\tfailed to renew lease istio-system/istio-status-leader',
    { kind: 'leader-lost', name: 'istio-system/istio-status-leader' },
  ],
  [
    'error\tcontrollers\terror handling shop/waypoint, retrying (retry count: 3): failed to render template\tcontroller=gateway deployment',
    { kind: 'gateway-failed', name: 'shop/waypoint' },
  ],
  [
    'error\tkube\tfailed to sync remote cluster west: timed out',
    { kind: 'remote-cluster-failed', name: 'west', reason: 'timeout' },
  ],
  [
    'error\tmodel\tFailed to fetch public key from https://login.example/keys: dns error',
    { kind: 'keys-unreachable', name: 'login.example', reason: 'dns' },
  ],
])('%s', (text, expected) => {
  expect(say(text)).toMatchObject(expected);
});

test.each([
  'info\tads\tXDS: Pushing Services:2 ConnectedEndpoints:0 Version:2026-11-23T20:53:28Z/1',
  'error\tcontrollers\terror handling shop/waypoint, retrying (retry count: 1): the object has been modified\tcontroller=gateway deployment',
  'info\tdelta\tWDS: PUSH for node:ztunnel-x.istio-system resources:13 removed:0 size:1.8kB',
])('what says nothing is not kept: %s', (text) => {
  expect(say(text)).toBeNull();
});
