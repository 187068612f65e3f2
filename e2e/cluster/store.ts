/** A small shop in the cluster under test: a caller, a service behind a waypoint, and one without. */
import { expect } from '@playwright/test';
import { apply, kubectl } from './cluster.ts';

function deployment(namespace: string, name: string, replicas: number, calls: Record<string, string> = {}): object {
  const env = Object.entries(calls).map(([key, value]) => ({ name: key, value }));
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: 'app', env, ports: [{ containerPort: 8080 }] }] },
      },
    },
  };
}

function service(namespace: string, name: string, labels: Record<string, string> = {}): object {
  const spec = { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, labels }, spec };
}

/** Puts the shop into a namespace of its own and waits until istiod has programmed its waypoint. */
export async function openStore(namespace: string, caller: string): Promise<void> {
  const waypoint = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', namespace },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  };
  await apply([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'istio.io/dataplane-mode': 'ambient' } },
    },
    waypoint,
    deployment(namespace, caller, 1, {
      ORDERS_ADDR: `orders.${namespace}:80`,
      STOCK_URL: `http://stock.${namespace}:80`,
    }),
    deployment(namespace, 'orders', 2),
    deployment(namespace, 'stock', 1),
    service(namespace, 'orders', { 'istio.io/use-waypoint': 'waypoint' }),
    service(namespace, 'stock'),
  ]);
  await expect
    .poll(() => kubectl('-n', namespace, 'get', 'gateway', 'waypoint', '-o', 'jsonpath={.status.addresses[*].type}'), {
      timeout: 90_000,
    })
    .toContain('Hostname');
  await kubectl('-n', namespace, 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=90s');
}

/** In seconds: what has held for a minute counts. */
const LONG_AGO = 120;

/** Sets the readiness of the waypoint's pods, as their kubelet would. */
export async function setWaypointReady(namespace: string, status: 'True' | 'False', since = LONG_AGO): Promise<number> {
  const label = 'gateway.networking.k8s.io/gateway-name=waypoint';
  const names = (await kubectl('-n', namespace, 'get', 'pods', '-l', label, '-o', 'name')).trim().split('\n');
  const lastTransitionTime = new Date(Date.now() - since * 1000).toISOString();
  const patch = JSON.stringify({ status: { conditions: [{ type: 'Ready', status, lastTransitionTime }] } });
  let writtenAt = 0;
  for (const name of names) {
    await kubectl('-n', namespace, 'patch', name, '--subresource=status', '--type=merge', '-p', patch);
    writtenAt = Date.now();
  }
  return writtenAt;
}
