/** Pictures for places that cannot frame a panel: as an image on another site, and opened as a page. */
import { expect, type Page } from '@playwright/test';
import type { Host } from './host-page.ts';
import { test } from './sites.ts';

/** Shows a picture on a site; resolves to its width there, 0 where the browser shows none. */
async function widthOn(page: Page, host: Host, address: string): Promise<number> {
  host.show(`<img src="${address}" alt="The mesh" />`);
  await page.goto(host.origin);
  return page.evaluate(async () => {
    const image = document.querySelector('img')!;
    await image.decode().catch(() => undefined);
    return image.naturalWidth;
  });
}

for (const [picture, width] of [
  ['map.svg', 1200],
  ['map.png?width=600&height=400&scale=2', 1200],
  ['path.svg?from=web/checkout&to=shop/cart:80&theme=dark', 960],
  ['problems.png', 720],
] as const) {
  test(`a page of the list shows ${picture}`, async ({ page, portal, server }) => {
    expect(await widthOn(page, portal, `${server.url}/render/v1/${picture}`)).toBe(width);
  });
}

test('a badge is as high as a line', async ({ page, portal, server }) => {
  expect(await widthOn(page, portal, `${server.url}/render/v1/badge.svg`)).toBeGreaterThan(60);
  expect((await page.locator('img').boundingBox())!.height).toBeLessThan(30);
});

test('a page of the list is told in the image why there is none', async ({ page, portal, server }) => {
  expect(await widthOn(page, portal, `${server.url}/render/v1/workload.png?focus=no/no`)).toBe(480);
});

test('no other page shows one, nor learns from it whether something is there', async ({ page, stranger, server }) => {
  for (const picture of ['map.svg', 'map.png', 'workload.svg?focus=shop/cart', 'workload.svg?focus=no/no'])
    expect(await widthOn(page, stranger, `${server.url}/render/v1/${picture}`)).toBe(0);
});

test('opened as a page it is well-formed, says in words what it shows, and asks for nothing', async ({
  page,
  server,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  await page.goto(`${server.url}/render/v1/map.svg`);
  const told = await page.evaluate(() => {
    const root = document.documentElement;
    const ids = root.getAttribute('aria-labelledby')!.split(' ');
    return { name: root.localName, words: ids.map((id) => document.getElementById(id)!.textContent) };
  });
  expect(told.name).toBe('svg');
  expect(told.words[0]).toMatch(/links/);
  expect(told.words[1]).toMatch(/As of \d{4}-/);
  expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/render/v1/map.svg']);
  expect(trouble).toEqual([]);
});

test('names fit into their cards in whatever font the browser has', async ({ page, server }) => {
  await page.goto(`${server.url}/render/v1/map.svg?width=1600&height=900`);
  await expect(page.locator('g[transform^="translate"] > text').filter({ hasText: 'recommendations' })).toHaveCount(1);
  const tooWide = await page.evaluate(() =>
    [...document.querySelectorAll('g[transform^="translate"] > text')].flatMap((name) => {
      const card = name.parentElement!.querySelector('rect');
      if (card === null) return [];
      const [inner, outer] = [name.getBoundingClientRect(), card.getBoundingClientRect()];
      return inner.right > outer.right + 1 || inner.left < outer.left - 1 ? [name.textContent] : [];
    }),
  );
  expect(tooWide).toEqual([]);
});
