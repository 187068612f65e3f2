/** Share > Embed: a panel is chosen, looked at, its page tested, and the text that is pasted works on that page. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningServer } from '../product.ts';
import { test } from './sites.ts';

async function openEmbed(page: Page, server: RunningServer, path: string): Promise<Locator> {
  await page.goto(`${server.url}${path}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByRole('radio', { name: /^Embed/ }).check();
  await expect(box(dialog, 'Panel')).toBeVisible();
  return dialog;
}

const box = (dialog: Locator, name: string) => dialog.getByRole('combobox', { name, exact: true });
const preview = (dialog: Locator) => dialog.getByRole('region', { name: 'Preview' }).locator('iframe').contentFrame();
const pasted = (dialog: Locator) => dialog.getByLabel('Text to paste').inputValue();

test('the dialog begins with the page one is on, and shows the panel itself', async ({ page, server }) => {
  const map = await openEmbed(page, server, '/?q=ns:shop');
  await expect(box(map, 'Panel')).toHaveValue('map');
  await expect(map.getByLabel('Namespaces')).toHaveValue('shop');
  await expect(preview(map).getByRole('heading', { name: 'Map of the mesh: shop' })).toBeVisible();
  await box(map, 'Colours').selectOption('dark');
  await map.getByRole('checkbox', { name: 'title' }).check();
  await expect(preview(map).locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(preview(map).getByRole('heading', { name: 'Map of the mesh: shop' })).toHaveCount(0);
  expect(await pasted(map)).toContain('/embed/v1/map?ns=shop&amp;theme=dark&amp;hide=title');

  const path = await openEmbed(page, server, '/path?from=web/checkout&to=shop/cart:80');
  await expect(path.getByRole('textbox', { name: 'Call' })).toHaveValue('web/checkout -> shop/cart:80');
  await expect(preview(path).getByText('web/checkout').first()).toBeVisible();

  const workload = await openEmbed(page, server, '/workloads/shop/cart');
  await expect(preview(workload).getByText('Called by')).toBeVisible();
  await workload.getByRole('textbox', { name: 'Workload' }).fill('');
  await expect(workload.getByText('Say which workload')).toBeVisible();
});

test('a page is tested before anybody pastes, in a sentence and with the line to add', async ({
  page,
  portal,
  server,
}) => {
  const dialog = await openEmbed(page, server, '/');
  const ask = async (text: string) => {
    await dialog.getByLabel('Page that it will stand on').fill(text);
    await dialog.getByRole('button', { name: 'Test', exact: true }).click();
  };
  await ask(`${portal.origin}/some/page?x=1`);
  await expect(dialog.getByText(`Yes: Pages of ${portal.origin} may frame panels.`)).toBeVisible();
  await ask('https://wiki.example');
  await expect(dialog.getByText('No: Pages of https://wiki.example may not frame panels')).toBeVisible();
  await expect(dialog.getByText(`HOPSCOPE_EMBED_ORIGINS=${portal.origin},https://wiki.example`)).toBeVisible();
  await ask('portal');
  await expect(dialog.getByText('No: "portal" is no origin')).toBeVisible();
});

test('what is copied works where it is pasted, until it is revoked on the page of links', async ({
  page,
  context,
  portal,
  server,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const dialog = await openEmbed(page, server, '/?q=ns:shop');
  await box(dialog, 'Panel').selectOption('problems');
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  await expect(dialog.getByText('is told only now')).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toBe(await pasted(dialog));
  expect(text).toContain('sandbox="allow-scripts ');

  portal.show(text);
  const wiki = await context.newPage();
  await wiki.goto(portal.origin);
  const frame = wiki.locator('iframe');
  await expect(frame).toHaveAttribute('title', 'Hopscope: problems, shop');
  await expect(frame.contentFrame().getByRole('heading', { name: 'Reasons' })).toBeVisible();
  expect(await frame.contentFrame().locator('body').textContent()).not.toMatch(/ledger/);

  await dialog.getByRole('link', { name: /who embeds panels/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Panels in other pages' })).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(portal.origin) })).toBeVisible();
  await page.getByRole('button', { name: /^Revoke Hopscope: problems, shop/ }).click();
  await expect(page.getByText('There are none.')).toBeVisible();
  await wiki.reload();
  await expect(wiki.locator('iframe').contentFrame().getByRole('alert')).toContainText('revoked');
});

test('another choice needs another link', async ({ page, server }) => {
  const dialog = await openEmbed(page, server, '/');
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  await expect.poll(() => pasted(dialog)).toContain('#link=');
  await dialog.getByLabel('Namespaces').fill('shop');
  await expect.poll(() => pasted(dialog)).not.toContain('#link=');
  await box(dialog, 'Paste into').selectOption('Markdown picture');
  expect(await pasted(dialog)).toContain(`](${server.url}/render/v1/map.svg?ns=shop)]`);
  const picture = await fetch(`${server.url}/render/v1/map.svg?ns=shop`);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, expect.stringContaining('image/svg')]);
});

test('the dialog is walked by keyboard', async ({ page, server }) => {
  await page.goto(server.url);
  const share = page.getByRole('button', { name: 'Share', exact: true });
  await share.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByRole('radio', { name: /^Snapshot link/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /^Embed/ })).toBeChecked();
  await expect(box(dialog, 'Panel')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(box(dialog, 'Panel')).toBeFocused();
  await page.keyboard.type('Problems');
  await expect(box(dialog, 'Panel')).toHaveValue('problems');
  await dialog.getByLabel('Page that it will stand on').focus();
  await page.keyboard.type('https://wiki.example');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('No: Pages of https://wiki.example')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(share).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1440, 380])
    test(`dialog and page of links, ${colorScheme}, ${width} pixels wide: axe finds nothing, nothing overflows`, async ({
      page,
      portal,
      server,
    }) => {
      await fetch(`${server.url}/embed/v1/map`, { headers: { referer: `${portal.origin}/` } });
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const dialog = await openEmbed(page, server, '/');
      await dialog.getByRole('button', { name: 'Make a link' }).click();
      await dialog.getByLabel('Page that it will stand on').fill('https://wiki.example');
      await dialog.getByRole('button', { name: 'Test', exact: true }).click();
      await expect(dialog.getByText('HOPSCOPE_EMBED_ORIGINS=')).toBeVisible();
      await expect(preview(dialog).locator('main')).toHaveAttribute('data-state', 'ready');
      await looksWell(page, '.share', `dialog-${colorScheme}-${width}`);
      await page.goto(`${server.url}/embeds`);
      await expect(page.getByRole('table')).toHaveCount(2);
      await looksWell(page, 'main', `links-${colorScheme}-${width}`);
    });

async function looksWell(page: Page, part: string, name: string): Promise<void> {
  const folder = process.env['HOPSCOPE_LOOKS'];
  if (folder) await page.locator(part).screenshot({ path: `${folder}/${name}.png` });
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.slice(0, 3).map((node) => node.html) }))).toEqual([]);
  const [wide, room] = await page.locator(part).evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(wide).toBeLessThanOrEqual(room!);
}
