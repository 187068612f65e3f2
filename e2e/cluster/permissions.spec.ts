import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { test } from '../fixtures.ts';
import { linkOf } from '../mesh-page.ts';
import { startServer } from '../product.ts';
import { apply, applyText, kubeconfigOf, kubectl } from './cluster.ts';
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

const RBAC = fileURLToPath(new URL('../../docs/rbac.yaml', import.meta.url));

interface Tier {
  tier: number;
  state: string;
  rule: string;
}

test('with objects alone nothing is called healthy; the page says what is missing, and what it shows turns it on', async ({
  page,
}) => {
  await openStore('annex', 'sorter');
  await kubectl('apply', '-f', RBAC, '-l', 'hopscope-tier=0');
  const server = await startServer(['serve', '--kubeconfig', await kubeconfigOf('hopscope', 'hopscope')]);
  const sources = async () => (await fetch(`${server.url}/api/v1/sources`)).json();
  const tier = async (number: number): Promise<Tier> => (await sources()).tiers[number];
  try {
    await page.goto(server.url);
    await expect(linkOf(page, 'sorter', 'orders', 80)).toBeVisible();
    await expect.poll(async () => (await tier(3)).rule, { timeout: 30_000 }).not.toBe('');
    for (const number of [1, 2, 3]) expect((await tier(number)).state).toBe('off');

    // No link and no hop that a ztunnel or waypoint stands on is well by objects alone.
    const { counts } = await (await fetch(`${server.url}/api/v1/mesh`)).json();
    expect(counts.links).toBeGreaterThan(0);
    expect(counts.delivered).toBe(0);
    const path = await (await fetch(`${server.url}/api/v1/path?from=annex/sorter&to=annex/stock:80`)).json();
    expect(path.verdict).toBe('unknown');
    const ztunnels = path.traces[0].hops.filter(({ kind }: { kind: string }) => /ztunnel/.test(kind));
    expect(ztunnels.map(({ state }: { state: string }) => state)).toEqual(['unknown', 'unknown']);

    await page.getByRole('link', { name: 'What is read, and how to see more' }).click();
    const proxied = page.getByRole('listitem').filter({ hasText: 'Readiness and metrics' });
    await expect(proxied).toContainText('not read');
    await expect(proxied).toContainText(/permission to get pods\/proxy in .*istio-system/);
    await proxied.getByText('What to apply to read it').click();
    await expect(proxied).toContainText('kind: RoleBinding');

    await applyText((await tier(1)).rule);
    const istiod = async () =>
      (await sources()).statuses.find(({ source }: { source: string }) => source === 'istiod-version')?.state;
    await expect.poll(istiod, { timeout: 90_000 }).toBe('ok');
    for (const number of [2, 3]) expect((await tier(number)).state).toBe('off');
  } finally {
    await server.stop();
    await kubectl('delete', '-f', RBAC, '--ignore-not-found');
    await kubectl('delete', 'role,rolebinding', '-A', '-l', 'hopscope-tier', '--ignore-not-found');
  }
});
