import { expect, test } from 'vitest';
import { readPod } from './pod.ts';

const pod = (parts: { metadata?: object; spec?: object; status?: object }) =>
  readPod({ ...parts, metadata: { name: 'p', namespace: 'n', ...parts.metadata } });

const owned = (kind: string, name: string, labels = {}) =>
  pod({ metadata: { labels, ownerReferences: [{ kind, name, controller: true }] } }).workload;

test.each([
  ['ReplicaSet', 'web-5d88b5495', { 'pod-template-hash': '5d88b5495' }, { kind: 'Deployment', name: 'web' }],
  ['ReplicaSet', 'web-5d88b5495', {}, { kind: 'ReplicaSet', name: 'web-5d88b5495' }],
  ['ReplicaSet', 'web', { 'pod-template-hash': '5d88b5495' }, { kind: 'ReplicaSet', name: 'web' }],
  ['Job', 'report-28934560', {}, { kind: 'CronJob', name: 'report' }],
  ['Job', 'migrate-2', {}, { kind: 'Job', name: 'migrate-2' }],
  ['DaemonSet', 'agent', {}, { kind: 'DaemonSet', name: 'agent' }],
  ['StatefulSet', 'db', {}, { kind: 'StatefulSet', name: 'db' }],
  ['Node', 'node-1', {}, { kind: 'Pod', name: 'p' }],
])('the workload of a pod of %s %s %j', (kind, name, labels, workload) => {
  expect(owned(kind, name, labels)).toEqual(workload);
});

test('a pod nobody owns is its own workload', () => {
  expect(pod({}).workload).toEqual({ kind: 'Pod', name: 'p' });
});

test.each([
  [{ podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], podIP: '10.0.0.1' }, ['10.0.0.1', 'fd00::1']],
  [{ podIP: '10.0.0.1' }, ['10.0.0.1']],
  [{ podIPs: ['10.0.0.1'] }, ['10.0.0.1']],
  [{ podIPs: [{}], podIP: '' }, []],
  [{ podIPs: 'x', podIP: 7 }, []],
])('the addresses of %j', (status, ips) => {
  expect(pod({ status }).ips).toEqual(ips);
});

test('ready is what the condition says', () => {
  expect(pod({ status: { conditions: [{ type: 'Ready', status: 'True' }] } }).ready).toBe(true);
  expect(pod({ status: { conditions: [{ type: 'Ready', status: 'False' }] } }).ready).toBe(false);
  expect(pod({}).ready).toBe(false);
});

test('containers with their status, native sidecars, probes and terminations', () => {
  const { containers } = pod({
    spec: {
      initContainers: [{ name: 'proxy', restartPolicy: 'Always', ports: [{ containerPort: 15008 }] }],
      containers: [
        {
          name: 'app',
          image: 'app:1',
          readinessProbe: { httpGet: { port: 'http' } },
          ports: [{ name: 'http', containerPort: '8080' }],
        },
        { name: 'aux', readinessProbe: { exec: { command: ['x'] } } },
      ],
    },
    status: {
      initContainerStatuses: [{ name: 'proxy', ready: true }],
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'm'.repeat(999) } },
          lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-01-01T00:00:00Z' } },
        },
      ],
    },
  });
  expect(
    containers.map(({ name, init, restartable, ready, readinessProbe }) => [
      name,
      init,
      restartable,
      ready,
      readinessProbe,
    ]),
  ).toEqual([
    ['proxy', true, true, true, ''],
    ['app', false, false, false, 'httpGet:http'],
    ['aux', false, false, false, 'exec'],
  ]);
  expect(containers[1]).toMatchObject({
    restarts: 4,
    waiting: 'CrashLoopBackOff',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    terminated: { reason: 'OOMKilled', exitCode: 137, at: '2026-01-01T00:00:00Z' },
  });
  expect(containers[1]!.waitingMessage.length).toBe(300);
});

test('what it calls, but not itself', () => {
  const env = [
    { name: 'CATALOG_URL', value: 'http://catalog:8080/v1' },
    { name: 'CURRENT_SERVICE', value: 'web' },
  ];
  const metadata = { labels: { app: 'web' }, annotations: { 'hopscope.dev/calls': 'shop/api:80, bad entry' } };
  expect(pod({ metadata, spec: { containers: [{ name: 'a', env }] } }).declaredHosts).toEqual([
    'shop/api:80',
    'catalog:8080',
  ]);
});

test('defaults of an empty pod', () => {
  expect(pod({})).toMatchObject({
    serviceAccount: '',
    dnsPolicy: 'ClusterFirst',
    hasDnsConfig: false,
    node: '',
    phase: '',
    hostNetwork: false,
  });
});
