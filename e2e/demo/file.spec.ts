import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { linkOf, linksThat, openChapter } from '../mesh-page.ts';
import { bundlePath } from '../product.ts';
import { packTar } from '../tar.ts';

interface Dropped {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Drops a file on the page as a file manager does. */
async function drop(page: Page, { name, bytes }: Dropped): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64!), (letter) => letter.charCodeAt(0))], fileName!));
      return data;
    },
    [name, bytes.toString('base64')],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText('Drop it to look into it. It stays in this browser.')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

const BUNDLE = readFileSync(bundlePath('corner-shop.json'));

async function expectCornerShop(page: Page, name: string): Promise<void> {
  await expect(page.getByText(`Looking at ${name}, taken at`)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 of 3 links fails, for 1 reason.');
  await expect(linkOf(page, 'cart', 'pricing', 80)).toHaveAccessibleName(/: blocked$/);
  await expect(linkOf(page, 'frontend', 'cart', 80)).toHaveAccessibleName(/: works$/);
  await expect(linkOf(page, 'frontend', 'tax', 80)).toHaveAccessibleName(/: should work, not confirmed$/);
}

test('a bundle dropped on the page is judged there, and the live mesh comes back', async ({ page }) => {
  await openChapter(page, 'At rest');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await drop(page, { name: 'corner-shop.json', bytes: BUNDLE });
  await expectCornerShop(page, 'corner-shop.json');

  await page.getByRole('textbox', { name: 'Ask a path:' }).fill('shop/cart -> shop/pricing:80');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'shop/cart cannot reach shop/pricing:80: shop/pricing cannot start: ImagePullBackOff',
  );
  expect(asked.filter((one) => one.startsWith('POST') || one.includes('/api/v1/path'))).toEqual([]);

  await page.getByRole('link', { name: 'Mesh', exact: true }).click();
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 64 links that can be judged work.');
  await expect(linksThat(page, 'works')).toHaveCount(64);
});

test('an archive is opened like the files in it', async ({ page }) => {
  await openChapter(page, 'At rest');
  const bytes = gzipSync(packTar([{ path: 'dump/corner-shop.json', bytes: BUNDLE }]));
  await drop(page, { name: 'dump.tar.gz', bytes });
  await expectCornerShop(page, 'dump.tar.gz');
});

test('the button does the same as dropping', async ({ page }) => {
  await openChapter(page, 'At rest');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).click();
  await (await choosing).setFiles(bundlePath('corner-shop.json'));
  await expectCornerShop(page, 'corner-shop.json');
});

const BROKEN: readonly { readonly what: string; readonly file: Dropped; readonly says: RegExp }[] = [
  {
    what: 'JSON that is cut off',
    file: { name: 'cut.json', bytes: BUNDLE.subarray(0, 5000) },
    says: /cut\.json.*It is not valid JSON/,
  },
  {
    what: 'an archive that is cut off',
    file: { name: 'cut.tar.gz', bytes: gzipSync(BUNDLE).subarray(0, 3000) },
    says: /cut\.tar\.gz cannot be read: the archive is damaged or cut off\./,
  },
  {
    what: 'something else altogether',
    file: { name: 'holiday.png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]) },
    says: /No Kubernetes objects found in holiday\.png/,
  },
];

for (const { what, file, says } of BROKEN) {
  test(`${what}: one plain sentence, and the mesh stays`, async ({ page }) => {
    await openChapter(page, 'At rest');
    await drop(page, file);
    await expect(page.getByText(says)).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 64 links that can be judged work.');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByText(says)).toHaveCount(0);
  });
}
