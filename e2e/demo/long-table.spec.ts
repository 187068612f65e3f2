import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { writeLargeBundle } from '../large-bundle.ts';
import { mapOf } from '../mesh-page.ts';

test.use({ serves: ['serve', '--bundle', writeLargeBundle()] });

const boxOf = (page: Page) => page.getByRole('combobox', { name: 'Filter' });
const rowsOf = (page: Page) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });

for (const width of [380, 1280]) {
  test(`${width} pixels wide: draws what is in sight, and the keyboard gets everywhere`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/?view=table&sort=to');
    const grid = page.getByRole('grid');
    await expect(rowsOf(page).first()).toBeVisible();
    const all = Number(await grid.getAttribute('aria-rowcount'));
    expect(all).toBeGreaterThan(500);
    expect(await rowsOf(page).count()).toBeLessThan(80);
    const heights = await rowsOf(page).evaluateAll((rows) => [
      ...new Set(rows.map((row) => Math.round(row.getBoundingClientRect().height))),
    ]);
    expect(heights).toHaveLength(1);
    await rowsOf(page).first().getByRole('button').focus();
    await page.keyboard.press('End');
    const last = page.locator(`[aria-rowindex="${all}"]`).getByRole('button');
    await expect(last).toBeFocused();
    await expect(last).toBeInViewport();
    await page.keyboard.press('ArrowUp');
    await expect(page.locator(`[aria-rowindex="${all - 1}"]`).getByRole('button')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(page.locator('[aria-rowindex="2"]').getByRole('button')).toBeFocused();
    expect((await new AxeBuilder({ page }).include('.mesh-map').analyze()).violations).toEqual([]);
  });
}

test('the large map follows the filter', async ({ page }) => {
  await page.goto('/?q=ns:ns-3%20-ns:ns-4');
  await expect(mapOf(page)).toBeVisible();
  await boxOf(page).click();
  await page.keyboard.type('to:ns-3/app-4');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^\d of \d+ links$/)).toBeVisible();
});
