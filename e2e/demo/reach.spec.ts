import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { openChapter } from '../mesh-page.ts';

const CART = '/?selected=service:shop/cart';
const details = (page: Page) => page.getByRole('region', { name: 'Selected: shop/cart' });
const ask = (page: Page, question: string) => details(page).getByRole('button', { name: question });
const answer = (page: Page, question: string) => details(page).getByRole('region', { name: question });

test('who can reach a service, by keyboard, and on to one caller’s path', async ({ page }) => {
  await openChapter(page, 'At rest', CART);
  const question = ask(page, 'Who can reach this?');
  await expect(question).toHaveAttribute('aria-expanded', 'false');
  await question.focus();
  await page.keyboard.press('Enter');
  const list = answer(page, 'Who can reach this?');
  await expect(list).toContainText(/\d+ of \d+ possible callers reach shop\/cart:80/);
  await expect(list).toContainText('through waypoint shop/waypoint');
  await expect(page).toHaveURL(/reach=to%3A80|reach=to:80/);

  const fold = list.getByText(/^\d+ of them$/).first();
  await fold.focus();
  await page.keyboard.press('Enter');
  const caller = list.getByRole('link', { name: 'web/frontend', exact: true });
  await caller.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/path\?from=web\/frontend&to=shop\/cart:80$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('web/frontend reaches shop/cart:80');
});

test('says whose problem it is while a waypoint has no pods', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods', `${CART}&reach=to:80`);
  const list = answer(page, 'Who can reach this?');
  await expect(list.getByRole('listitem').filter({ hasText: 'Istio component' }).first()).toContainText(
    'Gateway shop/waypoint',
  );
});

test('what a service reaches, in a narrow window and in the dark', async ({ page }) => {
  await page.setViewportSize({ width: 380, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await openChapter(page, 'At rest', CART);
  await ask(page, 'What does it reach?').click();
  const list = answer(page, 'What does it reach?');
  await expect(list).toContainText(/^What does it reach\?shop\/cart reaches \d+ of \d+ targets/);
  await ask(page, 'Who can reach this?').click();
  await expect(answer(page, 'Who can reach this?').getByRole('list').first()).toBeVisible();
  await expect(list.getByRole('list')).toHaveCount(0);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});
