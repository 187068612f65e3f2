import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { linksThat, mapOf, openChapter } from '../mesh-page.ts';

const PATH = '/path?from=web/frontend&to=shop/cart:80';

/** How many pixels the page is wider than its window. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** 0 = black, 255 = white. */
const brightness = (page: Page) =>
  page.evaluate(() => {
    const color = getComputedStyle(document.documentElement).backgroundColor;
    const [r, g, b] = [...color.matchAll(/[\d.]+/g)].map(([digits]) => Number(digits));
    return (r! + g! + b!) / 3;
  });

test.describe('380 pixels wide', () => {
  test.use({ viewport: { width: 380, height: 780 } });

  test('the mesh page has all it has, without scrolling sideways', async ({ page }) => {
    await openChapter(page, 'A waypoint loses its pods');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('15 of 67 links fail, for 1 reason.');
    expect(await overflow(page)).toBe(0);
    const table = page.getByRole('grid');
    await expect(table.getByRole('row', { name: / blocked / })).toHaveCount(15);
    await page.getByRole('button', { name: /^Map/ }).click();
    await expect(mapOf(page)).toBeVisible();
    expect(await overflow(page)).toBe(0);
    for (const name of ['Zoom in', 'Fit the whole map', 'Next problem']) {
      const box = (await page.getByRole('button', { name }).boundingBox())!;
      expect(Math.min(box.width, box.height), name).toBeGreaterThanOrEqual(24);
      expect(box.x + box.width, name).toBeLessThanOrEqual(380);
    }
  });

  test('from a failing link to its fix', async ({ page }) => {
    await openChapter(page, 'A waypoint loses its pods');
    const row = page
      .getByRole('grid')
      .getByRole('row')
      .filter({ hasText: 'web/frontend' })
      .filter({ hasText: 'cart:80' });
    await row.click();
    await page.getByRole('link', { name: /Explain this path/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('web/frontend cannot reach shop/cart:80');
    expect(await overflow(page)).toBe(0);

    const hops = page.getByRole('list', { name: 'Hops in walking order' }).getByRole('button', { name: /^Hop \d/ });
    const boxes = await hops.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    expect(boxes.length).toBeGreaterThan(3);
    for (const [index, box] of boxes.entries()) {
      expect(box.right).toBeLessThanOrEqual(380);
      if (index > 0) expect(box.top).toBeGreaterThanOrEqual(boxes[index - 1].bottom - 1);
    }
    await expect(page.getByRole('heading', { name: 'What would mend it' })).toBeVisible();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(page.getByRole('combobox', { name: 'From' })).toBeVisible();
    expect(await overflow(page)).toBe(0);
  });
});

for (const width of [380, 1440]) {
  test(`the sources, ${width} pixels wide: from what cannot be judged to what is missing, by keyboard`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await openChapter(page, 'At rest');
    const way = page.getByRole('link', { name: 'What is read, and how to see more' });
    await way.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('What Hopscope sees');
    await expect(page.getByRole('heading', { level: 2, name: 'Dumps' })).toBeVisible();
    const missing = page.getByText(/^\d+ not read$/).first();
    await missing.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(/may not be read/).first()).toBeVisible();
    expect(await overflow(page)).toBe(0);
  });
}

test.describe('light and dark', () => {
  test('follow the system, until somebody chooses', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/');
    await expect.poll(() => brightness(page)).toBeLessThan(60);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(() => brightness(page)).toBeGreaterThan(220);

    await page.getByRole('button', { name: 'Theme: system. Change to light' }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => brightness(page)).toBeGreaterThan(220);
    await page.getByRole('button', { name: 'Theme: light. Change to dark' }).click();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.reload();
    await expect(page.getByRole('button', { name: 'Theme: dark. Change to system' })).toBeVisible();
    await expect.poll(() => brightness(page)).toBeLessThan(60);
  });
});

test('nothing moves for those who asked for that', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openChapter(page, 'At rest');
  await expect(linksThat(page, 'works')).toHaveCount(64);
  await openChapter(page, 'A waypoint loses its pods');
  await expect(linksThat(page, 'blocked')).toHaveCount(15);
  const moving = await page.evaluate(
    () =>
      [
        ...document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().duration ?? 0) > 1),
        ...document.querySelectorAll('animate, animateMotion, animateTransform'),
      ].length,
  );
  expect(moving).toBe(0);
});

const VIEWS = [
  { what: 'the map', address: '/' },
  { what: 'the table with a link selected', address: '/?view=table' },
  { what: 'a path', address: PATH },
  { what: 'the start of the path page', address: '/path' },
  { what: 'the sources', address: '/sources' },
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { what, address } of VIEWS) {
    test(`${what}, ${colorScheme}: axe finds nothing serious`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await openChapter(page, 'A waypoint loses its pods', address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (address.includes('table')) {
        await page
          .getByRole('row', { name: / blocked / })
          .first()
          .click();
        await expect(page.getByRole('region', { name: /^Selected: / })).toBeVisible();
      }
      if (address === PATH) await expect(page.getByRole('button', { name: /blocked here/ })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => ({ id, where: nodes.slice(0, 5).map((node) => node.html) }))).toEqual([]);
    });
  }
}
