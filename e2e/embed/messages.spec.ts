/** What a host tells a panel, and the states that a panel tells its host: on a page of another origin, in a strict sandbox. */
import { expect, type Page } from '@playwright/test';
import { inside, openPortal, test } from './sites.ts';

const tell = (page: Page, message: object) =>
  page.evaluate((wish) => {
    (document.querySelector('hopscope-panel') as unknown as { send(message: object): void }).send(wish);
  }, message);

interface Said {
  type: string;
  state?: string;
  asOf?: string | null;
}
const said = (page: Page) => page.evaluate(() => (window as unknown as { said: Said[] }).said);
const main = (page: Page) => inside(page).locator('main');

/** Addresses that the panel reads its data from. */
function listen(page: Page): URL[] {
  const asked: URL[] = [];
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.url().includes('/api/v1/embed/panels/'))
      asked.push(new URL(request.url()));
  });
  return asked;
}

test('setFilter shows other namespaces, and requestState is answered', async ({ page, portal, server }) => {
  await openPortal(page, portal, server, 'panel="namespace" ns="shop" sandbox', {});
  await expect(inside(page).getByText('shop/cart').first()).toBeVisible();
  await tell(page, { type: 'setFilter', namespaces: ['web'] });
  await expect(inside(page).getByRole('heading', { name: 'Namespace: web' })).toBeVisible();
  await expect(inside(page).getByText('web/checkout').first()).toBeVisible();
  await expect(inside(page).getByText('shop/cart')).toHaveCount(0);
  const before = (await said(page)).filter(({ type }) => type === 'state').length;
  await tell(page, { type: 'requestState' });
  await expect.poll(async () => (await said(page)).filter(({ type }) => type === 'state').length).toBe(before + 1);
});

test('focus shows what stands around one workload', async ({ page, portal, server }) => {
  const asked = listen(page);
  await openPortal(page, portal, server, 'panel="map" sandbox', {});
  await expect(inside(page).getByRole('button', { name: /^cart, / })).toBeVisible();
  await expect(inside(page).getByRole('button', { name: /^bridge, / })).toBeVisible();
  await tell(page, { type: 'focus', id: 'shop/cart' });
  await expect(inside(page).getByRole('heading', { name: 'Map of the mesh: shop/cart' })).toBeVisible();
  await expect(inside(page).getByRole('button', { name: /^bridge, / })).toHaveCount(0);
  await expect(inside(page).getByRole('button', { name: /^cart, / })).toBeVisible();
  expect(asked.at(-1)!.searchParams.get('focus')).toBe('shop/cart');
});

test('setTime shows a moment that is kept, says so where it is not, and leads back to now', async ({
  page,
  portal,
  server,
}) => {
  const asked = listen(page);
  await openPortal(page, portal, server, 'panel="problems" sandbox', {});
  await expect(main(page)).toHaveAttribute('data-state', 'ready');
  const { asOf } = (await said(page)).findLast(({ state }) => state === 'ready')!;
  await tell(page, { type: 'setTime', at: asOf });
  await expect.poll(() => asked.at(-1)!.searchParams.get('at')).toBe(asOf);
  await expect(main(page)).toHaveAttribute('data-state', 'ready');
  await expect(inside(page).getByRole('link', { name: 'Open in full' })).toHaveAttribute('href', /[?&]at=/);
  await tell(page, { type: 'setTime', from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' });
  // What was known of another moment may not stand for this one.
  await expect(main(page)).toHaveAttribute('data-state', 'error');
  await expect(inside(page).getByRole('alert')).toContainText('at-not-kept');
  await tell(page, { type: 'setTime', from: 'now-1h', to: 'now' });
  await expect(main(page)).toHaveAttribute('data-state', 'ready');
  expect(asked.at(-1)!.searchParams.has('at')).toBe(false);
});

test('empty is a state of its own, with its reason', async ({ page, portal, server }) => {
  await openPortal(page, portal, server, 'panel="map" ns="nowhere" sandbox', {});
  await expect(main(page)).toHaveAttribute('data-state', 'empty');
  await expect(inside(page).getByText('Nothing that is known of the mesh stands in nowhere.')).toBeVisible();
  expect((await said(page)).map(({ state }) => state)).toContain('empty');
});

test('stale keeps what was known, says since when and why, and is over when the server answers again', async ({
  page,
  portal,
  server,
}) => {
  await openPortal(page, portal, server, 'panel="problems" refresh="5s" tz="Asia/Tokyo" sandbox', {});
  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  await page.route('**/api/v1/embed/panels/**', (route) => route.abort());
  await expect(main(page)).toHaveAttribute('data-state', 'stale', { timeout: 15_000 });
  await expect(inside(page).getByRole('status').filter({ hasText: 'does not answer' })).toBeVisible();
  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  const age = inside(page).locator('.embed-age');
  await expect(age).toHaveText(/^as of \d\d:\d\d \(Asia\/Tokyo\), \d+ (?:s|min) ago$/);
  const before = await age.textContent();
  await expect(age).not.toHaveText(before!, { timeout: 15_000 });
  expect((await said(page)).map(({ state }) => state)).toContain('stale');
  await page.unroute('**/api/v1/embed/panels/**');
  await expect(main(page)).toHaveAttribute('data-state', 'ready', { timeout: 15_000 });
});

test('pause asks for nothing more, resume reads at once', async ({ page, portal, server }) => {
  const asked = listen(page);
  await openPortal(page, portal, server, 'panel="problems" refresh="5s" sandbox', {});
  await expect(main(page)).toHaveAttribute('data-state', 'ready');
  await tell(page, { type: 'pause' });
  await page.waitForTimeout(500);
  const before = asked.length;
  await page.waitForTimeout(6_500);
  expect(asked.length).toBe(before);
  await tell(page, { type: 'resume' });
  await expect.poll(() => asked.length).toBe(before + 1);
});
