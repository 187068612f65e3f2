/** A moment is frozen, sent, opened without the live mesh, compared and ended. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { linksThat, openChapter, reasonOf } from '../mesh-page.ts';
import { openShare, publish } from '../share-dialog.ts';

/** How many links fail without the waypoint, once the map shows that and no chapter before it. */
async function countFailing(page: Page): Promise<number> {
  await expect(reasonOf(page, /shop\/waypoint has no running pods/)).toBeVisible();
  await expect(linksThat(page, 'blocked')).not.toHaveCount(0);
  return linksThat(page, 'blocked').count();
}

/** What a page asks of the server, besides its own files. */
function listenToApi(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(`${request.method()} ${pathname}`);
  });
  return asked;
}

test('a snapshot is published after a look at its bytes, opens without the live mesh, and ends', async ({
  page,
  context,
}) => {
  await openChapter(page, 'A waypoint loses its pods');
  const failing = await countFailing(page);
  const dialog = await openShare(page);
  await dialog.getByText('Team: addresses').click();
  await dialog.getByRole('button', { name: 'Show what would be published' }).click();
  await dialog.getByText(/All bytes, SHA-256/).click();
  const bytes = await dialog.getByRole('textbox', { name: 'The bytes that would be published' }).inputValue();
  expect(JSON.parse(bytes)).toMatchObject({ schemaVersion: 1, redaction: { profile: 'team' } });
  expect(bytes).not.toMatch(/"node-\d"/);
  // Another choice must be shown anew.
  await dialog.getByText('Shape only').click();
  await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  await dialog.getByText('Team: addresses').click();
  const link = await publish(dialog);

  const reader = await context.newPage();
  const asked = listenToApi(reader);
  await reader.goto(link);
  await expect(reader.getByText('Snapshot, not live.')).toBeVisible();
  await expect(linksThat(reader, 'blocked')).toHaveCount(failing);
  await expect(reader.getByText(/Times are shown in/)).toBeVisible();
  expect(asked).toEqual(['POST /api/v1/snapshots/open']);

  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(dialog.getByText('Revoked')).toBeVisible();
  await reader.reload();
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('The snapshot cannot be opened');
});

test('for a chat that cannot reach the server, text and picture go onto the clipboard together', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openChapter(page, 'A waypoint loses its pods');
  await countFailing(page);
  const dialog = await openShare(page);
  const link = await publish(dialog);
  await dialog.getByRole('button', { name: 'Copy for chat' }).click();
  await expect(dialog.getByText('Copied with its picture')).toBeVisible();
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const picture = await createImageBitmap(await item!.getType('image/png'));
    return { text: await (await item!.getType('text/plain')).text(), width: picture.width, height: picture.height };
  });
  expect(copied).toMatchObject({ width: 1200, height: 630 });
  expect(copied.text).toContain('links fail');
  expect(copied.text).toContain(link);
  // What a chat reads of the link before anybody opens it.
  const address = /property="og:image" content="([^"]+)"/.exec(await (await page.request.get(link)).text())?.[1];
  const preview = await page.request.get(address!);
  expect([preview.status(), preview.headers()['content-type']]).toEqual([200, 'image/png']);
});

test('the path that is asked goes along, and another one is not guessed', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods');
  await page.goto('/path?from=web/frontend&to=shop/cart:80');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('cannot reach');
  const link = await publish(await openShare(page));
  await page.goto(link);
  await page.getByRole('link', { name: 'web/frontend -> shop/cart:80 (blocked)' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('web/frontend cannot reach shop/cart:80');
  await page.goto(`${link}/path?from=shop/cart&to=shop/pricing:80`);
  await expect(page.getByText('This path is not part of the snapshot.')).toBeVisible();
});

test('saved as a page it opens from a file with no network, and the JSON opens by dropping it', async ({
  page,
  context,
}, testInfo) => {
  await openChapter(page, 'A waypoint loses its pods');
  const failing = await countFailing(page);
  const link = await publish(await openShare(page));
  const html = testInfo.outputPath('snapshot.html');
  writeFileSync(html, await (await page.request.get(`${link}/export.html`)).body());
  const reader = await context.newPage();
  const asked: string[] = [];
  reader.on('request', (request) => asked.push(request.url()));
  await context.setOffline(true);
  await reader.goto(pathToFileURL(html).href);
  await expect(linksThat(reader, 'blocked')).toHaveCount(failing);
  expect(asked).toEqual([pathToFileURL(html).href]);
  expect(readFileSync(html).length).toBeLessThan(1_000_000);
  await context.setOffline(false);

  const json = testInfo.outputPath('snapshot.json');
  writeFileSync(json, await (await page.request.get(`${link}/export.json`)).body());
  await openChapter(page, 'At rest');
  await page.locator('[data-part="open-file"]').setInputFiles(json);
  await expect(page.getByText('Looking at snapshot.json, taken at')).toBeVisible();
  await expect(linksThat(page, 'blocked')).toHaveCount(failing);
});

test('a sealed one opens with its key alone, which no server sees', async ({ page, context }) => {
  await openChapter(page, 'A waypoint loses its pods');
  const sent: string[] = [];
  context.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  const dialog = await openShare(page);
  await dialog.getByText('More').click();
  await dialog.getByRole('checkbox', { name: /Seal it/ }).check();
  const link = await publish(dialog);
  const [, key] = link.split('#k=');
  expect(key!.length).toBeGreaterThan(40);
  const reader = await context.newPage();
  await reader.goto(link);
  await expect(linksThat(reader, 'blocked')).not.toHaveCount(0);
  expect(sent.filter((one) => one.includes(key!))).toEqual([]);
  const other = await context.newPage();
  await other.goto(link.split('#')[0]!);
  await expect(other.getByText(/the link must be copied whole/)).toBeVisible();
});

test('before and after are one link, with what flipped and why', async ({ page }) => {
  await openChapter(page, 'At rest');
  const before = await publish(await openShare(page));
  await openChapter(page, 'A waypoint loses its pods');
  const after = await publish(await openShare(page));
  await page.goto(`${before}/${after.slice(3)}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('has no running pods');
  await expect(page.getByText(/delivered → blocked/).first()).toBeVisible();

  await page.goto('/snapshots');
  const rows = page.getByRole('row').filter({ has: page.getByRole('checkbox') });
  await expect(rows.first()).toContainText('active');
  const count = await rows.count();
  for (let i = 0; i < count; i++) {
    const box = rows.nth(i).getByRole('checkbox');
    if (await box.isEnabled()) await box.check();
  }
  await page.getByRole('button', { name: /^Revoke \d+/ }).click();
  await expect(rows.filter({ hasText: 'active' })).toHaveCount(0);
  await page.goto(before);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The snapshot cannot be opened');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`dialog, snapshot, difference and list can be used by everybody, ${colorScheme} and narrow too`, async ({
    page,
  }) => {
    test.slow();
    const expectGood = async (what: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => ({ what, id, where: nodes.slice(0, 3).map((node) => node.html) }))).toEqual(
        [],
      );
      const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(width, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
    };
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 380, height: 800 });
    await openChapter(page, 'A waypoint loses its pods');
    const dialog = await openShare(page);
    await dialog.getByText('More').click();
    await dialog.getByRole('button', { name: 'Show what would be published' }).click();
    await expect(dialog.getByText(/^Replaced/)).toBeVisible();
    await expectGood('the dialog');
    const link = await publish(dialog);
    await expectGood('the link');
    await page.goto(link);
    await expect(page.getByText('Snapshot, not live.')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('links fail');
    await page.getByText('Comments').click();
    await expectGood('the snapshot');
    await page.goto(`${link}/now`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing that matters changed.');
    await expectGood('the difference');
    await page.goto('/snapshots');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await page.getByRole('row').nth(1).getByText('More').click();
    await expectGood('the list');
    await openChapter(page, 'A waypoint loses its pods');
    const again = await openShare(page);
    await again.getByText('More').click();
    await again.getByLabel('Passphrase, asked for besides the link').fill('korrekt 7 hest');
    await page.goto(await publish(again));
    await expect(page.getByLabel('Passphrase')).toBeVisible();
    await expectGood('the passphrase');
  });
}
