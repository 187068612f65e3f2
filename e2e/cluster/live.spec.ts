import { expect } from '@playwright/test';
import { test } from '../fixtures.ts';
import { linkOf, mapOf, reasonOf } from '../mesh-page.ts';
import { canRestart, killAndRestart, kubectl } from './cluster.ts';
import { openStore, setWaypointReady } from './store.ts';

const NAMESPACE = 'store';

test.use({ serves: ['serve'] });
test.describe.configure({ mode: 'serial' });

test.beforeAll(() => openStore(NAMESPACE, 'front'));

test('the mesh of the cluster appears, with what istiod says of it', async ({ page, request, baseURL }) => {
  await page.goto('/');
  await expect(mapOf(page)).toBeVisible();
  await expect(linkOf(page, 'front', 'orders', 80)).toBeVisible();
  await expect(linkOf(page, 'front', 'stock', 80)).toBeVisible();
  // Nothing of ztunnel was read: a link may be expected to work, and is never said to work.
  await expect(linkOf(page, 'front', 'orders', 80)).toHaveAccessibleName(/should work, not confirmed$/);
  const chain = page.getByRole('region', { name: /depend|chain/i }).or(page.locator('main'));
  await expect(chain.first()).toContainText('istiod 1 of 1');

  const answer = await request.get(`${baseURL}/api/v1/services/${NAMESPACE}/orders`);
  const { service } = await answer.json();
  const bound = service.conditions.find((condition: { type: string }) => condition.type === 'istio.io/WaypointBound');
  expect(bound).toMatchObject({ status: 'True', reason: 'WaypointAccepted' });
});

test("a waypoint's pods go unready and the link is red within two seconds", async ({ page }) => {
  await page.goto('/');
  const link = linkOf(page, 'front', 'orders', 80);
  await expect(link).toHaveAccessibleName(/should work, not confirmed$/);
  const red = page
    .waitForFunction(
      () =>
        [...document.querySelectorAll('[aria-label]')].some((element) =>
          /^front calls orders port 80: blocked$/.test(element.getAttribute('aria-label') ?? ''),
        ),
      undefined,
      { polling: 'raf', timeout: 30_000 },
    )
    .then(() => Date.now());
  const writtenAt = await setWaypointReady(NAMESPACE, 'False');
  const took = (await red) - writtenAt;
  console.log(`from the write to the red link: ${took} ms`);
  expect(took).toBeLessThan(2000);
  await expect(reasonOf(page, /^None of the .* of waypoint store\/waypoint is ready/)).toContainText('Istio component');
  await setWaypointReady(NAMESPACE, 'True');
  await expect(link).toHaveAccessibleName(/should work, not confirmed$/);
});

test('a waypoint whose pods went unready just now stops nothing yet, and is told', async ({
  page,
  request,
  baseURL,
}) => {
  await page.goto('/');
  const settling = async (): Promise<string[]> => {
    const { settling: found } = await (await request.get(`${baseURL}/api/v1/findings`)).json();
    return (found ?? []).map(({ check }: { check: string }) => check);
  };
  await setWaypointReady(NAMESPACE, 'False', 0);
  await expect.poll(settling).toContain('waypoint-no-pods');
  await expect(linkOf(page, 'front', 'orders', 80)).not.toHaveAccessibleName(/: blocked$/);
  await setWaypointReady(NAMESPACE, 'True');
  await expect.poll(settling).not.toContain('waypoint-no-pods');
});

test('a healthy mesh has no finding that is broken or degraded', async ({ request, baseURL }) => {
  const { causes } = await (await request.get(`${baseURL}/api/v1/findings`)).json();
  expect(causes.filter(({ severity }: { severity: string }) => severity !== 'latent')).toEqual([]);
});

test('a Deployment scaled to nothing is what its callers are told once it has held for a minute', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`/path?from=${NAMESPACE}/front&to=${NAMESPACE}/stock:80`);
  await expect(page.getByRole('heading', { level: 1 }).or(page.locator('main'))).toContainText([/unknown/]);
  await kubectl('-n', NAMESPACE, 'scale', 'deployment', 'stock', '--replicas=0');
  await expect(page.locator('main')).toContainText(/began less than 60 seconds ago .* scaled to nothing/);
  await expect(page.locator('main')).toContainText(`${NAMESPACE}/front cannot reach ${NAMESPACE}/stock:80`, {
    timeout: 90_000,
  });
  await expect(page.locator('main')).toContainText(/scaled to nothing/);
  await kubectl('-n', NAMESPACE, 'scale', 'deployment', 'stock', '--replicas=1');
  await expect(page.locator('main')).not.toContainText('cannot reach');
});

test('the API server dies and comes back, and nothing is lost', async ({ page }) => {
  test.skip(!canRestart, 'The API server of a given cluster is not killed.');
  await page.goto('/');
  await expect(linkOf(page, 'front', 'orders', 80)).toBeVisible();
  await killAndRestart('apiserver');
  await expect(linkOf(page, 'front', 'orders', 80)).toBeVisible();
  await expect.poll(() => kubectl('get', '--raw', '/readyz').catch(() => ''), { timeout: 60_000 }).toContain('ok');
  await setWaypointReady(NAMESPACE, 'False');
  await expect(linkOf(page, 'front', 'orders', 80)).toHaveAccessibleName(/: blocked$/, { timeout: 60_000 });
  await setWaypointReady(NAMESPACE, 'True');
  await expect(linkOf(page, 'front', 'orders', 80)).toHaveAccessibleName(/should work, not confirmed$/);
  await expect(linkOf(page, 'front', 'stock', 80)).toBeVisible();
});
