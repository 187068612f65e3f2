import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { readFocus } from '../focus.ts';
import { linksThat, openChapter, reasonOf } from '../mesh-page.ts';

const boxOf = (page: Page) => page.getByRole('combobox', { name: 'Filter' });
const optionsOf = (page: Page, selected?: boolean) =>
  page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option', selected ? { selected } : {});
const rowsOf = (page: Page) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
const details = (page: Page) => page.getByRole('region', { name: /^Selected: / });

async function axeFindsNothing(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('.mesh-map').analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.slice(0, 3).map((node) => node.html) }))).toEqual([]);
}

test('the box is walked by keyboard: suggestions, chips, mending, and out again', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods');
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
  await page.keyboard.press('/');
  await expect(boxOf(page)).toBeFocused();

  await page.keyboard.type('sta');
  await expect(optionsOf(page)).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(optionsOf(page, true)).toContainText('state:');
  await page.keyboard.press('Enter');
  await expect(boxOf(page)).toHaveValue('state:');
  await page.keyboard.type('del');
  await expect(optionsOf(page)).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=state%3Adelivered/);
  await expect(page.getByRole('button', { name: 'Remove state:delivered from the filter' })).toBeVisible();
  await expect(linksThat(page, 'blocked')).toHaveCount(0);
  await expect(linksThat(page, 'works')).toHaveCount(49);
  await expect(page.getByText('1 reason outside this filter.')).toBeVisible();
  await expect(reasonOf(page, /has no running pods/)).toHaveCount(0);

  await page.keyboard.type('nss:shop to:shop/*');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is no key nss; there are ns, state,')).toBeVisible();
  await expect(boxOf(page)).toHaveValue('nss:shop');
  await expect(page).toHaveURL(/q=state%3Adelivered\+to%3Ashop/);

  await page.keyboard.press('Escape');
  await expect(boxOf(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Backspace');
  await expect(boxOf(page)).toHaveValue('to:shop/*');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/q=/);
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
  await expect(reasonOf(page, /has no running pods/)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(boxOf(page)).not.toBeFocused();
});

test('map and table show the same of a filter, and an address of before still works', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods', '/?view=table&namespaces=shop&problems=1');
  await expect(rowsOf(page)).toHaveCount(15);
  await expect(page.getByRole('button', { name: 'Problems only' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Remove ns:shop from the filter' }).click();
  await expect(boxOf(page)).toBeFocused();
  await page.keyboard.type('from:web/* -to:cart');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page).first()).toBeVisible();
  await expect(rowsOf(page).filter({ hasText: 'shop/cart:80' })).toHaveCount(0);
  const shown = await rowsOf(page).count();
  expect(shown).toBeGreaterThan(2);
  expect(shown).toBeLessThan(15);
  await page.reload();
  await expect(rowsOf(page)).toHaveCount(shown);
  await boxOf(page).blur();
  await page.keyboard.press('t');
  await expect(linksThat(page, 'blocked')).toHaveCount(shown);
});

test('a filter that leaves nothing says so, and does not make the mesh look well', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods', '/?q=ns:nowhere');
  await expect(page.getByText('Nothing of the mesh is inside this filter.')).toBeVisible();
  await expect(page.getByText('1 reason outside this filter.')).toBeVisible();
  await expect(page.getByText('No check found anything broken.')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('15 of 67 links fail, for 1 reason.');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
});

test('the tables are walked with arrows, one stop of Tab each', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods', '/?view=table');
  await expect(rowsOf(page)).toHaveCount(67);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '68');
  expect(await page.getByRole('grid').locator('tbody [tabindex="0"]').count()).toBe(1);
  const rowAt = async () =>
    page.evaluate(() => Number(document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')));
  await rowsOf(page).first().getByRole('button').focus();
  await page.keyboard.press('ArrowDown');
  expect(await rowAt()).toBe(3);
  await page.keyboard.press('End');
  expect(await rowAt()).toBe(68);
  expect((await readFocus(page))!.inSight).toBe(true);
  await page.keyboard.press('Home');
  expect(await rowAt()).toBe(2);
  await page.keyboard.press('Enter');
  await expect(details(page)).toBeVisible();
  await expect(page).toHaveURL(/selected=/);
  expect(await rowAt()).toBe(2);

  await page.getByRole('button', { name: 'Services', exact: true }).click();
  await expect(page).toHaveURL(/rows=nodes/);
  await expect(rowsOf(page).filter({ hasText: 'shop/cart' })).toContainText('ambient');
  await page.getByRole('columnheader', { name: 'Callers' }).getByRole('button').press('Enter');
  await expect(rowsOf(page).first()).toContainText('failing');
  await page.getByRole('columnheader', { name: 'Callers' }).getByRole('button').press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Callers' })).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/sort=-callers/);
});

test('views are saved by name, come back, are renamed and deleted', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods', '/?q=ns%3Ashop&view=table');
  const menu = page.getByText('Views', { exact: true });
  await menu.click();
  await page.getByLabel('Save what is shown as').fill('Shop');
  await page.keyboard.press('Enter');
  await page.goto('/');
  await menu.click();
  await page.getByRole('link', { name: 'Shop', exact: true }).click();
  await expect(page).toHaveURL(/view=table&q=ns%3Ashop/);
  await expect(page.getByRole('button', { name: 'Copy link of Shop' })).toBeVisible();
  await page.getByRole('button', { name: 'Rename Shop' }).click();
  await page.getByLabel('New name of Shop').fill('The shop');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'The shop' })).toBeVisible();
  await axeFindsNothing(page);
  await page.getByRole('button', { name: 'Delete The shop' }).click();
  await expect(page.getByText('No view is saved yet.')).toBeVisible();
});

test('without storage the page works, and says that views do not last', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('Storage is forbidden here.', 'SecurityError');
      },
    });
  });
  await openChapter(page, 'A waypoint loses its pods');
  await page.keyboard.press('x');
  await expect(linksThat(page, 'works')).toHaveCount(0);
  await page.getByText('Views', { exact: true }).click();
  await page.getByLabel('Save what is shown as').fill('Problems');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Problems', exact: true })).toBeVisible();
  await expect(page.getByText(/This browser keeps nothing/)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [380, 1440]) {
    test(`box and tables, ${colorScheme}, ${width} pixels wide: axe finds nothing, nothing overflows`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await openChapter(page, 'A waypoint loses its pods', '/?view=table&q=ns:shop%20nss:x');
      await expect(rowsOf(page).first()).toBeVisible();
      await boxOf(page).click();
      await page.keyboard.type('ca');
      await expect(optionsOf(page).first()).toBeVisible();
      await page.keyboard.press('ArrowDown');
      await expect(optionsOf(page, true)).toBeVisible();
      await axeFindsNothing(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Services', exact: true }).click();
      await axeFindsNothing(page);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBe(0);
    });
  }
}
