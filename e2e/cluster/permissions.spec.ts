import { expect } from '@playwright/test';
import { test } from '../fixtures.ts';
import { linkOf } from '../mesh-page.ts';
import { startServer } from '../product.ts';
import { apply, kubeconfigOf, kubectl } from './cluster.ts';
import { openStore } from './store.ts';

const NAMESPACE = 'warehouse';
const ROLE = 'hopscope-reader';

/** Everything may be read; `without` one kind when it is taken away. */
function role(without = ''): object {
  const read = ['get', 'list', 'watch'];
  const gateways = { apiGroups: ['gateway.networking.k8s.io'], resources: ['gateways'], verbs: read };
  const others = ['gatewayclasses', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes', 'referencegrants'];
  const groups = ['', 'apps', 'discovery.k8s.io', 'networking.k8s.io', 'policy', 'autoscaling', 'coordination.k8s.io'];
  const more = ['apiextensions.k8s.io', 'admissionregistration.k8s.io', 'security.istio.io', 'networking.istio.io'];
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: ROLE },
    rules: [
      ...(without === 'gateways' ? [] : [gateways]),
      { apiGroups: ['gateway.networking.k8s.io'], resources: others, verbs: read },
      { apiGroups: [...groups, ...more], resources: ['*'], verbs: read },
    ],
  };
}

test('permissions are taken away: the page says which, and they heal without a restart', async ({ page }) => {
  await openStore(NAMESPACE, 'picker');
  await apply([
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: NAMESPACE } },
    role(),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: ROLE },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ROLE },
      subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: NAMESPACE }],
    },
  ]);
  const server = await startServer(['serve', '--kubeconfig', await kubeconfigOf(NAMESPACE, 'reader')]);
  try {
    await page.goto(server.url);
    await expect(linkOf(page, 'picker', 'orders', 80)).toBeVisible();
    await apply([role('gateways')]);
    const missing = async () => {
      const { statuses } = await (await fetch(`${server.url}/api/v1/sources`)).json();
      return statuses.find(
        (status: { source: string; scope: string | null }) => status.source === 'Gateway' && status.scope === null,
      );
    };
    await expect.poll(async () => (await missing())?.state, { timeout: 60_000 }).toBe('forbidden');
    expect((await missing()).permission).toMatchObject({
      verb: 'list',
      resource: 'gateways',
      group: 'gateway.networking.k8s.io',
    });
    const judged = page.getByRole('region', { name: 'Cannot be judged' });
    await expect(judged).toContainText(/Gateway objects/, { timeout: 20_000 });
    await expect(linkOf(page, 'picker', 'orders', 80)).not.toHaveAccessibleName(/: works$/);
    await apply([role()]);
    await expect.poll(async () => (await missing())?.state, { timeout: 60_000 }).toBe('ok');
    await expect(page.locator('main')).not.toContainText('Gateway objects', { timeout: 20_000 });
  } finally {
    await server.stop();
    await kubectl('delete', 'clusterrolebinding,clusterrole', ROLE);
  }
});
