import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { readFocus, walkByTab } from '../focus.ts';
import { linksThat, mapOf, nodeOf, openChapter } from '../mesh-page.ts';

const focusedName = async (page: Page) => (await readFocus(page))?.name ?? '';
const details = (page: Page) => page.getByRole('region', { name: /^Selected: / });

test.describe('the map', () => {
  test('is one stop of Tab, and no trap', async ({ page }) => {
    await openChapter(page, 'At rest');
    await expect(linksThat(page, 'works')).toHaveCount(64);
    await page.getByRole('link', { name: 'Skip to the content' }).focus();
    const stops = await walkByTab(page);
    const inMap = stops.filter(({ name }) => / calls .+ port |, namespace /.test(name));
    expect(inMap.map(({ name }) => name)).toEqual([expect.stringMatching(/^public, gateway, namespace edge/)]);
    expect(stops.filter(({ inSight }) => !inSight)).toEqual([]);
    const names = stops.map(({ name }) => name);
    expect(names).toContain('Zoom in');
    expect(names.indexOf('Ask a path:')).toBeLessThan(names.indexOf(inMap[0]!.name));
  });

  test('is walked with arrows from caller to callee and back; Enter opens, Esc closes', async ({ page }) => {
    await openChapter(page, 'At rest');
    const gateway = nodeOf(page, 'public', 'gateway', 'edge');
    await gateway.focus();
    await page.keyboard.press('ArrowRight');
    const callee = await focusedName(page);
    expect(callee).toMatch(
      /^(frontend|checkout|media), service, namespace web, \d of \d ready, 0 of \d callers? failing$/,
    );
    await page.keyboard.press('ArrowDown');
    const below = await focusedName(page);
    expect(below).toMatch(/namespace web/);
    expect(below).not.toBe(callee);
    await page.keyboard.press('ArrowUp');
    expect(await focusedName(page)).toBe(callee);

    await page.keyboard.press('Enter');
    await expect(details(page)).toHaveAccessibleName(`Selected: web/${callee.split(',')[0]}`);
    await expect(page).toHaveURL(/selected=/);
    expect(await focusedName(page)).toBe(callee);
    await page.keyboard.press('Escape');
    await expect(details(page)).toHaveCount(0);
    await page.keyboard.press('ArrowLeft');
    await expect(gateway).toBeFocused();
  });

  test('leads from problem to problem and on to the path', async ({ page }) => {
    await openChapter(page, 'A NetworkPolicy forgets 15008');
    await expect(linksThat(page, 'blocked')).toHaveCount(4);
    await page.keyboard.press(']');
    await expect(page.getByText('problem 1 of 4')).toBeVisible();
    const first = await focusedName(page);
    expect(first).toMatch(/ calls orders-db port 5432: blocked$/);
    await page.keyboard.press(']');
    await expect(page.getByText('problem 2 of 4')).toBeVisible();
    await expect.poll(() => focusedName(page)).not.toBe(first);
    await page.keyboard.press('[');
    await page.keyboard.press('[');
    await expect(page.getByText('problem 4 of 4')).toBeVisible();

    await page.keyboard.press('ArrowRight');
    expect(await focusedName(page)).toMatch(/^orders-db, service, namespace data/);
    await page.keyboard.press('p');
    await expect(page).toHaveURL(/\/path\?from=.*&to=data\/orders-db:5432$/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('cannot reach data/orders-db:5432');
  });
});

test('single keys filter, switch to the table, ask and help', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods');
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
  await page.keyboard.press('x');
  await expect(linksThat(page, 'works')).toHaveCount(0);
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
  await expect(page).toHaveURL(/q=state%3Aproblem/);
  await page.keyboard.press('t');
  await expect(page.getByRole('grid').getByRole('row', { name: / blocked / })).toHaveCount(15);
  await expect(mapOf(page)).toHaveCount(0);
  await page.keyboard.press('x');
  await page.keyboard.press('t');
  await expect(linksThat(page, 'works')).toHaveCount(49);

  await page.keyboard.press('a');
  const ask = page.getByRole('textbox', { name: 'Ask a path:' });
  await expect(ask).toBeFocused();
  await page.keyboard.type('xt?');
  await expect(ask).toHaveValue('xt?');
  await expect(mapOf(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(ask).not.toBeFocused();
});

test('the keys are listed, and can be turned off for good', async ({ page }) => {
  await openChapter(page, 'At rest');
  await expect(mapOf(page)).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toContainText('next problem, previous problem');
  await help.getByRole('checkbox', { name: 'Single keys are shortcuts' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.reload();
  await expect(mapOf(page)).toBeVisible();
  for (const key of ['t', 'a', '/']) await page.keyboard.press(key);
  await expect(page.getByRole('textbox', { name: 'Ask a path:' })).not.toBeFocused();
  await expect(page.getByRole('combobox', { name: 'Filter' })).not.toBeFocused();
  await expect(mapOf(page)).toBeVisible();
});

test('the table is a peer of the map: the same links, filters, selection and address', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods');
  await page.getByRole('button', { name: /^Table/ }).click();
  const rows = page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
  await expect(rows).toHaveCount(67);
  await expect(rows.first()).toContainText('blocked');
  await expect(rows.filter({ hasText: 'Istio component' })).toHaveCount(15);

  await page.getByRole('columnheader', { name: 'To' }).getByRole('button').press('Enter');
  await expect(page.getByRole('columnheader', { name: 'To' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/sort=to/);
  const row = rows.filter({ hasText: 'web/frontend' }).filter({ hasText: 'shop/cart:80' });
  await row.getByRole('button', { name: 'web/frontend' }).press('Enter');
  await expect(details(page)).toHaveAccessibleName('Selected: frontend → cart:80');

  await page.getByLabel('Filter by namespace').click();
  await page.getByRole('checkbox', { name: 'payments' }).check();
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(67);
  await expect(page).toHaveURL(/q=ns%3Apayments/);
  const shown = await rows.count();

  await page.reload();
  await expect(rows).toHaveCount(shown);
  await page.keyboard.press('t');
  await expect(mapOf(page).getByRole('button', { name: / calls / })).toHaveCount(shown);
});

test.describe('the path page', () => {
  test('is walked with Tab in reading order, all in sight', async ({ page }) => {
    await openChapter(page, 'A NetworkPolicy forgets 15008', '/path?from=shop/cart&to=data/orders-db:5432');
    await expect(page.getByRole('button', { name: /blocked here/ })).toBeVisible();
    await page.getByRole('link', { name: 'Skip to the content' }).focus();
    const stops = await walkByTab(page);
    expect(stops.filter(({ inSight }) => !inSight)).toEqual([]);
    const names = stops.map(({ name }) => name);
    const order = ['From', 'To', 'Copy text', 'Markdown', 'Link'].map((name) => names.indexOf(name));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    const hops = names.filter((name) => /^Hop \d, /.test(name)).map((name) => Number(name[4]));
    expect(hops).toEqual(hops.map((_, index) => index + 1));
    expect(hops.length).toBeGreaterThan(4);
    expect(names).toContain('Copy command');
  });

  test('opens and closes hops, and the list of ends, without a mouse', async ({ page }) => {
    await openChapter(page, 'At rest', '/path?from=shop/cart&to=data/orders-db:5432');
    const hop = page.getByRole('button', { name: /^Hop 2, node proxy/ });
    await hop.press('Enter');
    await expect(page.getByRole('region', { name: /^Hop 2, / })).toBeVisible();
    await expect(hop).toBeFocused();
    await hop.press('Space');
    await expect(page.getByRole('region', { name: /^Hop 2, / })).toHaveCount(0);

    const from = page.getByRole('combobox', { name: 'From' });
    await from.focus();
    await from.press('ArrowDown');
    await expect(page.getByRole('listbox', { name: 'From' })).toBeVisible();
    await from.press('ArrowDown');
    await expect(from).toHaveAttribute('aria-activedescendant', /option-0$/);
    await from.press('Escape');
    await expect(page.getByRole('listbox', { name: 'From' })).toHaveCount(0);
    await expect(from).toHaveValue('shop/cart');
  });
});
