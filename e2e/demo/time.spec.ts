import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { linksThat, nodeOf, openChapter, stayIn } from '../mesh-page.ts';

const WAYPOINT = 'A waypoint loses its pods';

const sentenceOf = (page: Page) => page.getByRole('heading', { level: 1 });
const sliderOf = (page: Page) => page.getByRole('slider', { name: 'Moment that is shown' });
const bannerOf = (page: Page) => page.getByRole('complementary', { name: 'The moment that is shown' });

/** The mesh at rest, then without its waypoint; the line of time knows both. */
async function liveThrough(page: Page, address = '/'): Promise<void> {
  await openChapter(page, 'At rest', address);
  await expect(sentenceOf(page)).toHaveText('All 64 links that can be judged work.');
  // What changed is read again some seconds after it did.
  const isRead = page.waitForResponse(async (answer) => {
    if (!answer.url().includes('/api/v1/changes')) return false;
    const { changes } = (await answer.json()) as { changes: { at: string; sentence: string }[] };
    return changes.some(({ at, sentence }) => at === changes[0]!.at && sentence.includes('cannot reach'));
  });
  await stayIn(page, WAYPOINT);
  await expect(sentenceOf(page)).toContainText('15 of 67 links fail');
  await expect(sliderOf(page)).toBeVisible();
  await isRead;
}

test('leads by keyboard to the mesh as it was, and back to now', async ({ page }) => {
  await liveThrough(page);
  const slider = sliderOf(page);
  await slider.focus();
  await expect(slider).toHaveAttribute('aria-valuetext', 'now');
  await expect(async () => {
    await page.keyboard.press('ArrowLeft');
    await expect(sentenceOf(page)).not.toContainText('fail', { timeout: 1500 });
  }).toPass();
  await expect(page).toHaveURL(/[?&]at=\d{4}-/);
  await expect(bannerOf(page)).toContainText(/This is the mesh as it was at \d\d:\d\d:\d\d, .* ago/);
  await expect(slider).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d, .* ago$/);
  await expect(linksThat(page, 'blocked')).toHaveCount(0);
  await expect(slider).toBeFocused();

  await page.keyboard.press('End');
  await expect(bannerOf(page)).toHaveCount(0);
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
  await expect(page).not.toHaveURL(/[?&]at=/);
});

test('stays in the past while the mesh goes on; map, reasons and paths are of then; nothing moves', async ({
  page,
}) => {
  await liveThrough(page);
  const cart = nodeOf(page, 'cart', 'service', 'shop');
  const place = () => cart.getAttribute('transform');
  const before = await place();
  await page.getByRole('button', { name: 'Previous change' }).press('Enter');
  await expect(bannerOf(page)).toContainText('This is the mesh as it was');
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
  await stayIn(page, 'At rest');
  await page.waitForTimeout(1500);
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
  await expect(page.getByRole('region', { name: 'Reasons' })).toContainText(
    'Waypoint shop/waypoint has no running pods',
  );
  expect(await place()).toBe(before);

  await page.keyboard.press(']');
  await page.keyboard.press('p');
  await expect(page).toHaveURL(/\/path\?.*&at=/);
  await expect(sentenceOf(page)).toContainText('cannot reach');
  await page.goBack();
  await bannerOf(page).getByRole('button', { name: 'Back to now' }).click();
  await expect(sentenceOf(page)).toHaveText('All 64 links that can be judged work.');
  expect(await place()).toBe(before);
});

test('lists what changed, by kind and namespace, and leads to the moment', async ({ page }) => {
  await liveThrough(page);
  await page.getByRole('button', { name: /^What changed/ }).click();
  const list = page.getByRole('region', { name: 'What changed' });
  await list.getByRole('combobox', { name: 'Of' }).selectOption('calls');
  await expect(page).toHaveURL(/changes=link/);
  await list.getByText('15 calls became worse').first().click();
  await expect(list.getByText(/cannot reach shop\/cart:80/).first()).toBeVisible();
  await list.getByRole('combobox', { name: 'in' }).selectOption('shop');
  await expect(page).toHaveURL(/changesOf=shop/);
  await list
    .getByRole('button', { name: /^The mesh as it was at/ })
    .first()
    .press('Enter');
  await expect(bannerOf(page)).toContainText('This is the mesh as it was');
  await expect(list.getByRole('button', { name: /^The mesh as it was at/ }).first()).toHaveAttribute(
    'aria-current',
    'true',
  );
});

test('says so of a moment that is not kept, and shows now', async ({ page }) => {
  await openChapter(page, WAYPOINT, '/?at=2020-01-01T00:00:00Z');
  await expect(bannerOf(page).getByRole('alert')).toContainText('What is shown is the mesh as it is now.');
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 380]) {
    test(`axe has nothing to say of the past, ${colorScheme}, ${width} pixels wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await liveThrough(page, '/?changes=all');
      await page.getByRole('button', { name: 'Previous change' }).click();
      await expect(bannerOf(page)).toContainText('This is the mesh as it was');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
      for (const name of ['Previous change', 'Next change']) {
        const box = (await page.getByRole('button', { name }).boundingBox())!;
        expect(Math.min(box.width, box.height), name).toBeGreaterThanOrEqual(24);
      }
    });
  }
}
