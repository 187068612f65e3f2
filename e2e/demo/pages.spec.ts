import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { readFocus } from '../focus.ts';
import { openChapter } from '../mesh-page.ts';
import { bundlePath } from '../product.ts';

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const PAGES = [
  { what: 'components', address: '/components?node=node-3', says: '1 of 14 components is broken.' },
  { what: 'a service', address: '/services/payments/ledger', says: 'payments/ledger Service' },
  { what: 'a workload', address: '/workloads/shop/cart?kind=Deployment', says: 'shop/cart Deployment' },
  {
    what: 'policies',
    address: '/policies?namespace=payments&cell=web/frontend->payments/ledger:80',
    says: '3 policies reach into payments.',
  },
] as const;

const ZTUNNEL = 'A ztunnel dies on node-3';

async function open(page: Page, { address, says }: { address: string; says: string }): Promise<void> {
  await openChapter(page, ZTUNNEL, address);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(says);
}

for (const one of PAGES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${one.what}, ${colorScheme}: axe finds nothing`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, one);
      if (one.what === 'policies') await expect(page.getByRole('region', { name: /^Selected: / })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => ({ id, where: nodes.slice(0, 5).map((node) => node.html) }))).toEqual(
        [],
      );
    });
  }

  test(`${one.what}: nothing to scroll sideways from 320 pixels to 4k`, async ({ page }) => {
    await open(page, one);
    for (const width of [320, 380, 768, 1440, 3840]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => overflow(page), `${width} px`).toBe(0);
    }
  });
}

test('components: from the chain to the node that is broken, by keyboard', async ({ page }) => {
  await open(page, { address: '/components', says: '1 of 14 components is broken.' });
  await page.getByRole('button', { name: /^Node proxies/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nodes', level: 2 })).toBeFocused();
  await page.keyboard.press('Tab');
  expect((await readFocus(page))?.name).toBe('Filter nodes');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 of 4 nodes')).toBeVisible();
  await page.keyboard.press('Tab');
  expect((await readFocus(page))?.name).toBe('node-3');
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: 'Selected: node-3' });
  await expect(details).toContainText('ztunnel on node node-3 keeps crashing');
  await expect(details).toContainText('connected to no istiod');
  await expect(details).toContainText('unknown, because');
  await expect(page).toHaveURL(/node=node-3&problems=1/);
  const waypoints = page.getByRole('region', { name: 'Waypoints' });
  await expect(waypoints).toContainText('ztunnel is broken on some nodes');
});

test('components: what changes is shown without a jump of what stands above it', async ({ page }) => {
  await openChapter(page, 'At rest', '/components');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('All 14 components are well.');
  const nodes = page.getByRole('heading', { name: 'Nodes', level: 2 });
  const before = (await nodes.boundingBox())!.y;
  await openChapter(page, ZTUNNEL, '/components');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('is broken');
  expect(Math.abs((await nodes.boundingBox())!.y - before)).toBeLessThan(40);
});

test('policies: the matrix is one stop of Tab, walked by arrows; Enter tells what decides and leads to the path', async ({
  page,
}) => {
  await openChapter(page, 'At rest', '/policies');
  const grid = page.getByRole('grid', { name: 'Who may call payments' });
  await expect(grid.getByRole('columnheader', { name: 'ledger:80' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Services' }).focus();
  await page.keyboard.press('Tab');
  expect((await readFocus(page))?.name).toMatch(/ to payments\/api:80: allowed$/);
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  expect((await readFocus(page))?.name).toMatch(/ to payments\/ledger:80: denied by a policy$/);
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: /^Selected: .* → payments\/ledger:80$/ });
  await expect(details).toContainText('Denied by a policy');
  await expect(details.getByRole('link', { name: 'AuthorizationPolicy payments/ledger-callers' })).toBeVisible();
  await page.keyboard.press('Control+End');
  expect((await readFocus(page))?.name).toMatch(/^anybody outside to payments\/tokens:80: unknown$/);
  await page.keyboard.press('Tab');
  await expect(details.getByRole('button', { name: 'Close' })).toBeFocused();

  await details.getByRole('link', { name: /^web\/frontend/ }).click();
  await expect(page).toHaveURL(/\/path\?from=web\/frontend&to=payments\/ledger:80$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('web/frontend cannot reach payments/ledger:80');
});

test('policies: another namespace, a filter, and an address that brings both back', async ({ page }) => {
  await openChapter(page, 'At rest', '/policies');
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption('data');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('reaches into data');
  await page.getByRole('searchbox', { name: 'Services' }).fill('orders');
  const grid = page.getByRole('grid', { name: 'Who may call data' });
  await expect(grid.getByRole('columnheader')).toHaveText(['Callers', 'orders-db:5432']);
  await page.reload();
  await expect(grid.getByRole('columnheader')).toHaveText(['Callers', 'orders-db:5432']);
  await page.getByRole('searchbox', { name: 'Callers' }).fill('nobody-at-all');
  await expect(page.getByText('No caller is left by this filter.')).toBeVisible();
});

test('a service leads to its workload, its policies and its callers’ paths, and is reached from the map', async ({
  page,
}) => {
  await openChapter(page, 'At rest', '/?selected=service:payments/ledger');
  await page.getByRole('link', { name: 'All about this service' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('payments/ledger Service');
  await expect(page.getByText('5 of 5 known callers get through.')).toBeVisible();
  const waypoint = page.getByRole('region', { name: 'Waypoint' });
  await expect(waypoint).toContainText('istio.io/use-waypoint: ledger-waypoint');
  await expect(waypoint.getByRole('link', { name: 'Gateway payments/ledger-waypoint' })).toBeVisible();
  const policies = page.getByRole('region', { name: 'Policies and routes' });
  await expect(policies.getByRole('listitem')).toHaveCount(3);

  await page.getByRole('link', { name: 'Deployment payments/ledger' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('payments/ledger Deployment');
  await expect(page.getByRole('region', { name: 'Enrolment' })).toContainText('istio-cni captured it');
  await page.getByRole('region', { name: 'Called by' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/path\?from=.*&to=payments\/ledger:80$/);
});

test('what there is not is said plainly', async ({ page }) => {
  await openChapter(page, 'At rest', '/services/shop/none');
  await expect(page.getByRole('alert')).toContainText('There is no Service shop/none.');
});

test('a dropped file has all pages, and asks no server', async ({ page }) => {
  await openChapter(page, 'At rest');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).click();
  await (await choosing).setFiles(bundlePath('corner-shop.json'));
  await expect(page.getByText('Looking at corner-shop.json, taken at')).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));

  await page.getByRole('link', { name: 'Components', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Nodes' })).toBeVisible();
  await page.getByRole('link', { name: 'Policies', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Who may call shop' })).toBeVisible();
  await page.getByRole('link', { name: 'Mesh', exact: true }).click();
  await page.getByRole('button', { name: /^pricing, service/ }).click();
  await page.getByRole('link', { name: 'All about this service' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop/pricing Service');
  expect(asked.filter((path) => /api\/v1\/(components|services|workloads|policies|access)/.test(path))).toEqual([]);
});
