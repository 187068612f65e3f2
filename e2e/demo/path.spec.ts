import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { openChapter } from '../mesh-page.ts';

const sentenceOf = (page: Page) => page.getByRole('heading', { level: 1 });
const REACHES = 'web/frontend reaches shop/cart:80 through waypoint shop/waypoint.';

test.describe('asking', () => {
  test('two pickers find both ends by typing, and Enter takes the one that the arrows chose', async ({ page }) => {
    await openChapter(page, 'At rest', '/path');
    const from = page.getByRole('combobox', { name: 'From' });
    await from.fill('front');
    await page
      .getByRole('listbox', { name: 'From' })
      .getByRole('option', { name: /^frontend Deployment/ })
      .click();
    await expect(from).toHaveValue('web/frontend');

    const to = page.getByRole('combobox', { name: 'To' });
    await to.fill('cart');
    await expect(page.getByRole('listbox', { name: 'To' }).getByRole('option', { name: /^cart:80/ })).toBeVisible();
    await to.press('ArrowDown');
    await to.press('Enter');
    await expect(sentenceOf(page)).toHaveText(REACHES);
    await expect(page).toHaveURL('/path?from=web/frontend&to=shop/cart:80');
  });

  test('a line from a chat is pasted, with either arrow', async ({ page }) => {
    await openChapter(page, 'At rest', '/path');
    const box = page.getByRole('textbox', { name: 'or paste it' });
    await box.fill('web/frontend -> shop/cart:80');
    await box.press('Enter');
    await expect(sentenceOf(page)).toHaveText(REACHES);
    await page.getByRole('link', { name: 'Paths', exact: true }).click();
    await box.fill('shop/cart → data/orders-db:5432');
    await box.press('Enter');
    await expect(sentenceOf(page)).toHaveText('shop/cart reaches data/orders-db:5432.');
  });

  test('a line that cannot be read says how it is written, and asks nothing', async ({ page }) => {
    await openChapter(page, 'At rest', '/path');
    const box = page.getByRole('textbox', { name: 'or paste it' });
    await box.fill('frontend to cart');
    await box.press('Enter');
    await expect(page.getByRole('alert')).toContainText('write it as FROM -> TO:PORT');
    await expect(page).toHaveURL('/path');
    await box.fill('web/frontend -> shop/cart');
    await box.press('Enter');
    await expect(page.getByRole('alert')).toContainText('with a port from 1 to 65535');
  });

  test('the box on every page asks too', async ({ page }) => {
    await openChapter(page, 'At rest');
    const box = page.getByRole('textbox', { name: 'Ask a path:' });
    await box.fill('nonsense');
    await box.press('Enter');
    await expect(page.getByRole('form', { name: 'Ask a path' }).getByRole('status')).toContainText('is no path');
    await box.fill('web/frontend -> shop/cart:80');
    await box.press('Enter');
    await expect(sentenceOf(page)).toHaveText(REACHES);
  });

  test('an end that the mesh does not have is named, with what may have been meant', async ({ page }) => {
    await openChapter(page, 'At rest', '/path?from=web/frontned&to=shop/cart:80');
    await expect(sentenceOf(page)).toHaveText(
      'web/frontned cannot reach shop/cart:80: Nothing called frontned runs in namespace web.',
    );
    await page
      .getByRole('region', { name: 'Suggestions' })
      .getByRole('link', { name: 'web/frontend → shop/cart:80' })
      .click();
    await expect(sentenceOf(page)).toHaveText(REACHES);
    await expect(page.getByRole('region', { name: 'Suggestions' })).toHaveCount(0);
  });

  test('an end that is no end at all says what an end looks like', async ({ page }) => {
    await openChapter(page, 'At rest', '/path?from=frontend&to=shop/cart:80');
    await expect(page.getByText(/^"frontend" cannot be read: write NAMESPACE\/NAME/)).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'From' })).toHaveAttribute('aria-invalid', 'true');
  });

  test('with nothing asked, the links that fail are offered', async ({ page }) => {
    await openChapter(page, 'A NetworkPolicy forgets 15008', '/path');
    await expect(page.getByRole('heading', { name: 'These 4 links fail now' })).toBeVisible();
    await page.getByRole('link', { name: /shop\/cart → data\/orders-db:5432/ }).click();
    await expect(sentenceOf(page)).toContainText('shop/cart cannot reach data/orders-db:5432');
  });

  test('the way back is one button away', async ({ page }) => {
    await openChapter(page, 'At rest', '/path?from=web/frontend&to=shop/cart:80');
    await page.getByRole('button', { name: 'Swap direction' }).click();
    await expect(sentenceOf(page)).toContainText('shop/cart reaches web/frontend:80');
  });
});

test.describe('the answer', () => {
  test('can be pasted into a chat, into a ticket, and as a link', async ({ page, context, baseURL }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL! });
    await openChapter(page, 'A NetworkPolicy forgets 15008', '/path?from=shop/cart&to=data/orders-db:5432');
    await expect(sentenceOf(page)).toContainText('cannot reach');
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

    await page.getByRole('button', { name: 'Copy text' }).click();
    await expect
      .poll(clipboard)
      .toMatch(/^shop\/cart cannot reach data\/orders-db:5432: NetworkPolicy data\/orders-db/);
    const text = await clipboard();
    expect(text).toContain('blame: kubernetes');
    expect(text).toMatch(/^ ?\d+ ✗ network: .*blocked here/m);
    expect(text).toContain('What would mend it:');
    expect(text).not.toContain('`');
    expect(text.trimEnd().endsWith('/path?from=shop/cart&to=data/orders-db:5432')).toBe(true);

    await page.getByRole('button', { name: 'Markdown' }).click();
    await expect.poll(clipboard).toMatch(/^### shop\/cart cannot reach .*NetworkPolicy `data\/orders-db`/);
    expect(await clipboard()).toContain('```diff');

    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await expect.poll(clipboard).toBe(page.url());
  });

  test('tells the ways apart where only some of them fail', async ({ page }) => {
    await openChapter(page, 'A ztunnel dies on node-3', '/path?from=web/frontend&to=shop/cart:80');
    await expect(sentenceOf(page)).toContainText('About 33 % of calls from web/frontend to shop/cart:80 fail');
    const tabs = page.getByRole('tablist', { name: 'Ways the requests take' }).getByRole('tab');
    await expect(tabs).toHaveCount(2);
    await expect(page.getByRole('tab', { name: /^33 % from web\/frontend on node-3 ?, Blocked$/ })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await expect(page.getByRole('button', { name: /blocked here/ })).toHaveCount(1);

    await page.getByRole('tab', { name: /33 %/ }).press('ArrowRight');
    const well = page.getByRole('tab', { name: /^67 % from 2 of 3 pods of web\/frontend ?, Delivered$/ });
    await expect(well).toBeFocused();
    await expect(well).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('button', { name: /blocked here/ })).toHaveCount(0);
  });

  test('says what else would block, and what was not checked with the permission it takes', async ({ page }) => {
    await openChapter(page, 'At rest', '/path?from=web/checkout&to=partner/shipping:80');
    await expect(sentenceOf(page)).toContainText('Whether web/checkout reaches partner/shipping:80 is unknown');
    await expect(page.getByText('Not known', { exact: false }).first()).toBeVisible();
    const main = page.getByRole('main');
    await expect(main.getByRole('heading', { name: 'Also blocking' })).toBeVisible();
    await expect(main.getByRole('heading', { name: 'Not checked' })).toBeVisible();
    await expect(main).toContainText('Gateway objects in namespace partner may not be listed');
    await expect(main).toContainText('apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways"]');
  });

  test('changes with the mesh while it is looked at', async ({ page, request }) => {
    await openChapter(page, 'At rest', '/path?from=web/frontend&to=shop/cart:80');
    await expect(sentenceOf(page)).toHaveText(REACHES);
    expect((await request.post('/api/v1/demo', { data: { chapter: 'waypoint' } })).ok()).toBe(true);
    await expect(sentenceOf(page)).toContainText('web/frontend cannot reach shop/cart:80');
  });
});

test('every state of the page stands in its address', async ({ page }) => {
  const question = '/path?from=web/frontend&to=shop/cart:80';
  await openChapter(page, 'A ztunnel dies on node-3', question);
  await page.getByRole('tab', { name: /67 %/ }).click();
  await expect(page).toHaveURL(`${question}&trace=2`);
  const caller = page.getByRole('button', { name: /^Hop 1, caller/ });
  await caller.click();
  await expect(page).toHaveURL(`${question}&trace=2&hop=1`);

  await page.reload();
  await expect(page.getByRole('tab', { name: /67 %/ })).toHaveAttribute('aria-selected', 'true');
  await expect(caller).toHaveAttribute('aria-expanded', 'true');

  await page.goBack();
  await expect(caller).toHaveAttribute('aria-expanded', 'false');
  await page.goBack();
  await expect(page.getByRole('tab', { name: /33 %/ })).toHaveAttribute('aria-selected', 'true');
  await page.goForward();
  await expect(page.getByRole('tab', { name: /67 %/ })).toHaveAttribute('aria-selected', 'true');
});

test('the HTTP part of a question stands in the address and reaches the answer', async ({ page }) => {
  await openChapter(page, 'At rest', '/path?from=web/frontend&to=shop/catalog:80');
  await page.getByText('HTTP method, path and headers').click();
  await page.getByRole('combobox', { name: 'Method' }).selectOption('POST');
  await page.getByRole('textbox', { name: 'Path', exact: true }).fill('/items');
  await page.getByRole('button', { name: 'Ask with HTTP' }).click();
  await expect(page).toHaveURL('/path?from=web/frontend&to=shop/catalog:80&method=POST&path=/items');
  await expect(page.getByText('HTTP POST /items')).toBeVisible();
  await expect(sentenceOf(page)).toContainText('web/frontend reaches shop/catalog:80');
});
