import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { readFocus, walkByTab } from '../focus.ts';
import { openChapter } from '../mesh-page.ts';

const REFUSED = '/path?from=payments/api&to=payments/ledger:80';
const POLICY = "A policy forgets the waypoint's identity";

const sentenceOf = (page: Page) => page.getByRole('heading', { level: 1 });
const noteOf = (page: Page) =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Since when, and what changed just before' }) });

test('tells rule by rule what a policy asks for and what the call has', async ({ page }) => {
  await openChapter(page, POLICY, REFUSED);
  await expect(page.getByRole('heading', { name: /^Who may come in, asked by ztunnel on/ })).toBeVisible();
  await expect(page.getByText(/^Refused: no rule of payments\/ledger-only-api matches/)).toBeVisible();
  await expect(
    page.getByText(/asks for identity payments\/api or .*; this call comes as payments\/ledger-waypoint: no/),
  ).toBeVisible();
});

test('shows the change that would mend it, with what goes and what comes', async ({ page }) => {
  await openChapter(page, POLICY, REFUSED);
  await expect(page.getByRole('deletion').filter({ hasText: 'selector:' })).toHaveCount(1);
  await expect(page.getByRole('insertion').filter({ hasText: 'targetRefs:' })).toHaveCount(1);
  await expect(page.getByText('Shown, never applied.')).toBeVisible();
});

test('leads from what changed just before to the path as it was then, and back to now', async ({ page }) => {
  await openChapter(page, 'At rest', REFUSED);
  await expect(sentenceOf(page)).toContainText('payments/api reaches payments/ledger:80');
  // Times of objects have whole seconds, so "just before" is up to two seconds earlier.
  await page.waitForTimeout(2_500);
  await openChapter(page, POLICY, REFUSED);
  const note = noteOf(page);
  await expect(note.getByRole('listitem').first()).toContainText(
    'AuthorizationPolicy payments/ledger-only-api was changed',
  );
  await note.getByRole('link', { name: 'See this path just before' }).click();
  await expect(page.getByText(/^This is the path as it was at .*, not as it is now\./)).toBeVisible();
  await expect(sentenceOf(page)).toContainText('payments/api reaches payments/ledger:80');
  await page.getByRole('link', { name: 'See it now' }).click();
  await expect(sentenceOf(page)).toContainText('payments/api cannot reach payments/ledger:80');
  await expect(page).toHaveURL(REFUSED);
});

test('says so of a moment that is not kept, and offers now', async ({ page }) => {
  await openChapter(page, POLICY, `${REFUSED}&at=2020-01-01T00:00:00Z`);
  await expect(page.getByRole('alert')).toContainText('nothing is known any more');
  await page.getByRole('link', { name: 'Ask about now' }).click();
  await expect(sentenceOf(page)).toContainText('cannot reach');
});

test('holds two paths side by side, by keyboard alone', async ({ page }) => {
  await openChapter(page, POLICY, REFUSED);
  await expect(sentenceOf(page)).toContainText('cannot reach');
  const stops = await walkByTab(page);
  expect(
    stops.every(({ inSight }) => inSight),
    JSON.stringify(stops.filter(({ inSight }) => !inSight)),
  ).toBe(true);
  const other = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Compare with another path' }) })
    .getByRole('link')
    .first();
  await other.focus();
  await page.keyboard.press('Enter');
  await expect(sentenceOf(page)).toContainText('They part at hop');
  const rows = page.getByRole('list', { name: 'Both ways, hop by hop' });
  await expect(rows.getByText('They part here')).toHaveCount(1);
  const first = rows.locator('summary').first();
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(rows.locator('details').first()).toHaveAttribute('open');
  expect((await readFocus(page))?.inSight).toBe(true);
  await page.getByRole('link', { name: 'Open this one alone' }).first().press('Enter');
  await expect(page).toHaveURL(REFUSED);
});

test('names another caller to compare with', async ({ page }) => {
  await openChapter(page, POLICY, REFUSED);
  const caller = page.getByRole('combobox', { name: 'Compare with another caller' });
  await caller.fill('web/account');
  await caller.press('Enter');
  await expect(page).toHaveURL(/[?&]with=web\/account/);
  await expect(sentenceOf(page)).toContainText('Nothing parts them: both stop at the same place, for the same reason.');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    for (const [name, url] of [
      ['path', REFUSED],
      ['comparison', `${REFUSED}&with=payments/api -> payments/fraud:9090`],
    ] as const) {
      test(`axe has nothing to say of a ${name}, wide and narrow`, async ({ page }) => {
        for (const width of [1440, 380]) {
          await page.setViewportSize({ width, height: 900 });
          await openChapter(page, POLICY, url);
          await expect(sentenceOf(page)).toContainText(name === 'path' ? 'cannot reach' : 'They part');
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(over).toBeLessThanOrEqual(0);
        }
      });
    }
  });
}
