import { expect, test } from 'vitest';
import { readController } from './controllers.ts';

const controller = (kind: string, parts: object) =>
  readController({ kind, metadata: { name: 'c', namespace: 'n' }, ...parts });

test('a Deployment wants one replica unless it says otherwise', () => {
  expect(controller('Deployment', {})).toMatchObject({ desired: 1, current: 0, ready: 0, updated: 0, selector: null });
  expect(controller('Deployment', { spec: { replicas: 0 } }).desired).toBe(0);
  const status = { replicas: 3, readyReplicas: 2, updatedReplicas: 1 };
  expect(controller('StatefulSet', { spec: { replicas: 3 }, status })).toMatchObject({
    desired: 3,
    current: 3,
    ready: 2,
    updated: 1,
  });
});

test('a DaemonSet counts nodes', () => {
  const status = { desiredNumberScheduled: 4, currentNumberScheduled: 4, numberReady: 3, updatedNumberScheduled: 2 };
  expect(controller('DaemonSet', { status })).toMatchObject({ desired: 4, current: 4, ready: 3, updated: 2 });
});

const withEnv = (labels: object, env: unknown[]) =>
  controller('Deployment', { spec: { template: { metadata: { labels }, spec: { containers: [{ env }] } } } }).env;

test("of Istio's components the flags are kept, of nobody else any variable", () => {
  const env = [
    { name: 'PILOT_ENABLE_AMBIENT', value: 'true' },
    { name: 'CA_TRUSTED_NODE_ACCOUNTS', value: 'istio-system/ztunnel' },
    { name: 'SECRET_TTL', value: '24h' },
    { name: 'PILOT_SOME_TOKEN', value: 'hunter2' },
    { name: 'DATABASE_PASSWORD', value: 'hunter2' },
    { name: 'REVISION', valueFrom: { fieldRef: {} }, value: 'x' },
    { name: 'ENABLE_X' },
  ];
  expect(withEnv({ app: 'istiod' }, env)).toEqual({
    PILOT_ENABLE_AMBIENT: 'true',
    CA_TRUSTED_NODE_ACCOUNTS: 'istio-system/ztunnel',
    SECRET_TTL: '24h',
    ENABLE_X: '',
  });
  expect(withEnv({ app: 'shop' }, env)).toEqual({});
  expect(Object.keys(withEnv({ 'k8s-app': 'istio-cni-node' }, [{ name: 'AMBIENT_ENABLED', value: 'true' }]))).toEqual([
    'AMBIENT_ENABLED',
  ]);
});
