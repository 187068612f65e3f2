import { expect, test } from 'vitest';
import { readingOfPath } from './reading-files.ts';

test.each([
  [
    'readings/ztunnel-config/istio-system_ztunnel-a.json',
    '{"workloads":[]}',
    { source: 'ztunnel-config', pod: 'istio-system/ztunnel-a', body: { workloads: [] } },
  ],
  [
    'x/readings/ztunnel-ready/istio-system_ztunnel-a.txt',
    'ready',
    { source: 'ztunnel-ready', pod: 'istio-system/ztunnel-a', text: 'ready' },
  ],
  [
    'readings/ztunnel-config/n_z.json',
    '{"source":"ztunnel-config","at":"2026-01-01T00:00:00Z","error":{"code":"forbidden","message":"no"}}',
    { source: 'ztunnel-config', pod: 'n/z', at: '2026-01-01T00:00:00Z', error: { code: 'forbidden', message: 'no' } },
  ],
  ['readings/ztunnel-config/n_z.json', '{broken', { source: 'ztunnel-config', pod: 'n/z', text: '{broken' }],
  ['readings/prometheus/up.json', '[]', { source: 'prometheus', body: [] }],
  [
    'bug-report/proxies/istio-system/ztunnel-a/config_dump',
    '{}',
    { source: 'ztunnel-config', pod: 'istio-system/ztunnel-a', text: '{}' },
  ],
  [
    'bug-report/proxies/ztunnel/istio-system/ztunnel-a/config_dump.json',
    '{}',
    { source: 'ztunnel-config', pod: 'istio-system/ztunnel-a', text: '{}' },
  ],
  [
    'bug-report/proxies/istio-system/ztunnel-a/istio-proxy.log',
    'x',
    { source: 'ztunnel-log', pod: 'istio-system/ztunnel-a', text: 'x' },
  ],
  [
    'bug-report/istio/istio-system/istiod-a/debug/syncz',
    '[]',
    { source: 'istiod-syncz', pod: 'istio-system/istiod-a', text: '[]' },
  ],
  [
    'bug-report/istio/istio-system/istiod-a/discovery.log',
    'x',
    { source: 'istiod-log', pod: 'istio-system/istiod-a', text: 'x' },
  ],
  [
    'must-gather/namespaces/istio-system/pods/istio-cni-node-a/install-cni/install-cni/logs/current.log',
    'x',
    { source: 'cni-log', pod: 'istio-system/istio-cni-node-a', text: 'x' },
  ],
])('%s', (path, text, reading) => {
  expect(readingOfPath({ path, text })).toEqual(reading);
});

test.each([
  ['objects/pods.yaml'],
  ['readings/unheard-of/n_p.json'],
  ['bug-report/proxies/shop/web-1/config_dump'],
  ['bug-report/proxies/shop/web-1/istio-proxy.log'],
  ['bug-report/istio/istio-system/istiod-a/debug/adsz'],
  ['bug-report/cluster/k8s-resources'],
  ['must-gather/namespaces/shop/pods/web-1/app/app/logs/current.log'],
  ['istio/samples/bookinfo/platform/kube.yaml'],
])('%s is no reading', (path) => {
  expect(readingOfPath({ path, text: '{}' })).toBeNull();
});
