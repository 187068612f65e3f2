import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { writeLargeBundle } from '../large-bundle.ts';
import { mapOf } from '../mesh-page.ts';

test.use({ serves: ['serve', '--bundle', writeLargeBundle()] });

const frameOf = (page: Page) => page.locator('[data-level]');
const focused = (page: Page) => mapOf(page).locator(':focus');

async function openMap(page: Page, address = '/'): Promise<void> {
  await page.goto(address);
  await expect(frameOf(page)).toHaveAttribute('data-level', /mesh|namespace/);
}

test('a mesh of two hundred services is walked by the keyboard alone', async ({ page }) => {
  await openMap(page);
  await mapOf(page).getByRole('button').focus();
  await expect(focused(page)).toHaveAccessibleName(/^ns-\d+, namespace, 20 services/);
  await page.keyboard.press('Enter');
  await expect(frameOf(page)).toHaveAttribute('data-level', 'workload');
  await expect(focused(page)).toHaveAccessibleName(/^app-\d+, service, namespace ns-\d+/);
  const caller = await focused(page).getAttribute('data-id');
  await page.keyboard.press('ArrowRight');
  await expect(focused(page)).not.toHaveAttribute('data-id', caller!);
  await page.keyboard.press('Enter');
  await expect(focused(page)).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(focused(page)).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Escape');
  await expect(focused(page)).toHaveAccessibleName(/^ns-\d+, namespace/);
});

test('a click on what is painted selects it, wherever it stands', async ({ page }) => {
  await openMap(page);
  await page.getByRole('button', { name: 'Services', exact: true }).click();
  await expect(frameOf(page)).toHaveAttribute('data-level', 'workload');
  const id = await frameOf(page).evaluate((frame) => {
    const { locate } = frame as unknown as { locate: (id: string) => { x: number; y: number } | undefined };
    const ids = Array.from({ length: 200 }, (_, i) => `service:ns-${Math.floor(i / 20)}/app-${i % 20}`);
    const { width, height } = frame.getBoundingClientRect();
    const isInside = (at?: { x: number; y: number }) =>
      at && at.x > 250 && at.x < width - 250 && at.y > 100 && at.y < height - 120;
    return ids.find((one) => isInside(locate(one)));
  });
  expect(id).toBeDefined();
  const at = await frameOf(page).evaluate(
    (frame, one) => (frame as unknown as { locate: (id: string) => { x: number; y: number } }).locate(one!),
    id,
  );
  await frameOf(page).click({ position: at });
  await expect(page).toHaveURL(new RegExp(`selected=${encodeURIComponent(id!).replaceAll('%', '%')}`));
});

test('a namespace that was moved stands there for whoever opens the address', async ({ page }) => {
  await openMap(page);
  await mapOf(page).getByRole('button').focus();
  const name = await focused(page).getAttribute('data-id');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page).toHaveURL(/pins=ns-\d+/);
  const placeOf = () =>
    frameOf(page).evaluate((frame, id) => (frame as unknown as { locate: (id: string) => object }).locate(id!), name);
  await page.reload();
  await expect(frameOf(page)).toHaveAttribute('data-level', /mesh|namespace/);
  const pinned = await placeOf();
  await page.getByRole('button', { name: 'Let go of 1 pinned' }).click();
  await expect.poll(placeOf).not.toEqual(pinned);
});

test('a namespace is dragged with Shift, or picked up with one click and put down with the next', async ({ page }) => {
  await openMap(page);
  const box = (await frameOf(page).boundingBox())!;
  const islandAt = async () => {
    await mapOf(page).getByRole('button').focus();
    const id = await focused(page).getAttribute('data-id');
    const at = await frameOf(page).evaluate(
      (frame, one) => (frame as unknown as { locate: (id: string) => { x: number; y: number } }).locate(one!),
      id,
    );
    return { x: box.x + at.x, y: box.y + at.y };
  };
  const from = await islandAt();
  await page.mouse.move(from.x, from.y);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/pins=ns-\d+/);
  const dragged = new URL(page.url()).searchParams.get('pins');
  await page.mouse.click(from.x + 60, from.y + 30);
  await page.keyboard.up('Shift');
  await page.mouse.move(from.x + 120, from.y + 60, { steps: 4 });
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => new URL(page.url()).searchParams.get('pins')).not.toBe(dragged);
  await expect(page).not.toHaveURL(/selected=/);
  const put = new URL(page.url()).searchParams.get('pins');
  const now = await islandAt();
  await page.mouse.move(now.x, now.y);
  await page.keyboard.down('Shift');
  await page.mouse.click(now.x, now.y);
  await page.keyboard.up('Shift');
  await page.mouse.move(now.x + 40, now.y + 20, { steps: 4 });
  await expect(page.locator('.hs-large-carried')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator('.hs-large-carried')).toHaveCount(0);
  expect(new URL(page.url()).searchParams.get('pins')).toBe(put);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the large map has no fault that axe finds, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openMap(page);
    for (const level of ['Services', 'Mesh']) {
      await page.getByRole('button', { name: level, exact: true }).click();
      expect((await new AxeBuilder({ page }).include('.mesh-map').analyze()).violations).toEqual([]);
    }
  });
}

test('the map keeps its colours apart where the system forces its own', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openMap(page);
  const count = await page.locator('figure canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  expect(count).toBeGreaterThan(3);
});
