/** What happens to a snapshot after it was made: its passphrase, its comments, the list. */
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../fixtures.ts';
import { openChapter } from '../mesh-page.ts';
import { startServer } from '../product.ts';
import { openShare, publish } from '../share-dialog.ts';

test('a passphrase is asked for, a comment stays beside the snapshot, and the page saves what the server may not', async ({
  page,
  context,
}, testInfo) => {
  await openChapter(page, 'A waypoint loses its pods');
  const dialog = await openShare(page);
  await dialog.getByText('More').click();
  await dialog.getByLabel('Passphrase, asked for besides the link').fill('korrekt 7 hest');
  const link = await publish(dialog);
  await expect(dialog.getByRole('link', { name: 'Save as JSON' })).toHaveCount(0);
  const reader = await context.newPage();
  const addresses: string[] = [];
  reader.on('request', (request) => addresses.push(request.url()));
  await reader.goto(link);
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('This snapshot asks for a passphrase');
  // By keyboard alone.
  await reader.getByLabel('Passphrase').focus();
  await reader.keyboard.type('not this one');
  await reader.keyboard.press('Enter');
  await expect(reader.getByRole('alert')).toContainText('does not open');
  await reader.getByLabel('Passphrase').fill('korrekt 7 hest');
  await reader.keyboard.press('Enter');
  await expect(reader.getByText('Snapshot, not live.')).toBeVisible();
  await reader.getByText('Comments').click();
  await reader.getByLabel('Comment').fill('It was <b>the waypoint</b>.');
  await reader.getByRole('button', { name: 'Add' }).click();
  await expect(reader.getByRole('listitem').filter({ hasText: 'It was <b>the waypoint</b>.' })).toBeVisible();
  const saving = reader.waitForEvent('download');
  await reader.getByRole('button', { name: 'Save as JSON' }).click();
  const file = testInfo.outputPath('locked.json');
  await (await saving).saveAs(file);
  expect(JSON.parse(readFileSync(file, 'utf8')).document.redaction.profile).toBe('team');
  expect(addresses.filter((address) => address.includes('korrekt'))).toEqual([]);

  await reader.goto(`${link}/now`);
  await reader.getByLabel('Passphrase').fill('korrekt 7 hest');
  await reader.keyboard.press('Enter');
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Nothing that matters changed.');
});

test('a snapshot of a later version says so, and can be saved as it came', async ({ page }, testInfo) => {
  await openChapter(page, 'A waypoint loses its pods');
  const link = await publish(await openShare(page));
  await page.route('**/api/v1/snapshots/open', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    await route.fulfill({ json: { ...body, file: body.file.replace('"hopscopeSnapshot":1', '"hopscopeSnapshot":9') } });
  });
  await page.goto(link);
  await expect(page.getByRole('alert')).toContainText('open it with a newer one');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save it as it came' }).click();
  const file = testInfo.outputPath('newer.json');
  await (await saving).saveAs(file);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ hopscopeSnapshot: 9 });
});

test('in the list a snapshot is renamed and kept past its end, and all of a namespace are revoked', async ({
  page,
}) => {
  await openChapter(page, 'A waypoint loses its pods');
  const dialog = await openShare(page);
  await dialog.getByLabel('Title').fill('Outage of Friday');
  await dialog.getByText('More').click();
  await dialog.getByLabel('Only these namespaces').fill('shop');
  const link = await publish(dialog);
  await page.goto('/snapshots');
  const row = (title: string) => page.getByRole('row').filter({ hasText: title }).first();
  await row('Outage of Friday').getByText('More').click();
  await row('Outage of Friday').getByLabel('Title').fill('Friday, solved');
  await page.keyboard.press('Enter');
  await row('Friday, solved').getByLabel('Why it is kept').fill('review of Monday');
  await page.keyboard.press('Enter');
  await expect(row('Friday, solved')).toContainText('kept by local: review of Monday');
  await page.getByLabel('Namespace').fill('nowhere');
  await page.getByRole('button', { name: 'Revoke all of it' }).click();
  await page.getByRole('button', { name: 'Yes, revoke them' }).click();
  await expect(page.getByText('0 snapshots of nowhere revoked.')).toBeVisible();
  await page.getByLabel('Namespace').fill('shop');
  await page.getByRole('button', { name: 'Revoke all of it' }).click();
  await page.getByRole('button', { name: 'Yes, revoke them' }).click();
  await expect(page.getByText(/\d+ snapshots? of shop revoked\./)).toBeVisible();
  await expect(row('Friday, solved')).toContainText('revoked');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The snapshot cannot be opened');
});

test('on the second port a link for anyone opens, and there is nothing else', async ({ browser }, testInfo) => {
  const server = await startServer(['demo'], {
    HOPSCOPE_SNAPSHOTS: testInfo.outputPath('store'),
    HOPSCOPE_SNAPSHOT_ANYONE: 'on',
    HOPSCOPE_SNAPSHOT_LISTEN: '0',
  });
  try {
    const inner = await browser.newPage({ baseURL: server.url });
    await openChapter(inner, 'A waypoint loses its pods');
    const dialog = await openShare(inner);
    await dialog.getByLabel('Who may open it').selectOption('anyone');
    const link = await publish(dialog);
    const links = /(http:\/\/\S+)\/s\/ and nothing else/.exec(server.output())![1]!;
    const stranger = await browser.newPage();
    const failed: string[] = [];
    stranger.on('response', (answer) => {
      if (answer.status() >= 400) failed.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
    });
    await stranger.goto(`${links}${link}`);
    await expect(stranger.getByText('Snapshot, not live.')).toBeVisible();
    await expect(stranger.getByRole('heading', { level: 1 })).toContainText('links fail');
    await expect(stranger.getByText('Comments')).toHaveCount(0);
    expect(failed.filter((one) => !one.endsWith('.svg') && !one.endsWith('.ico'))).toEqual([]);
    expect((await stranger.goto(`${links}/`))?.status()).toBe(404);
    expect((await stranger.goto(`${links}/api/v1/graph`))?.status()).toBe(404);
  } finally {
    await server.stop();
  }
});
