/** The contract with foreign pages, in a browser that blocks third-party cookies: what a portal may rely on. */
import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { inside, mint, openPortal, test } from './sites.ts';

test('a panel shows problems in a strict sandbox, without any cookie, and tells its host', async ({
  page,
  context,
  portal,
  server,
}) => {
  await openPortal(page, portal, server, 'panel="problems" sandbox theme="dark"', {});
  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  const frame = page.locator('hopscope-panel iframe');
  await expect(frame).toHaveAttribute('sandbox', 'allow-scripts');
  await expect(frame).toHaveAttribute('title', 'Hopscope: problems');
  expect(await context.cookies()).toEqual([]);
  const said = await page.evaluate(() =>
    (window as unknown as { said: { type: string }[] }).said.map(({ type }) => type),
  );
  expect(said).toContain('ready');
  expect(said).toContain('problem-count');
  await expect.poll(async () => (await frame.boundingBox())!.height).toBeGreaterThan(200);
  expect(await inside(page).locator('html').getAttribute('data-theme')).toBe('dark');
});

for (const [panel, attributes, text] of [
  ['map', '', 'Map of the mesh'],
  ['path', 'ask="web/checkout -> shop/cart:80"', 'web/checkout'],
  ['edge', 'ask="web/checkout -> shop/cart:80"', 'Explain this path'],
  ['workload', 'focus="shop/cart"', 'Called by'],
  ['namespace', 'ns="shop"', 'shop/cart'],
  ['changes', '', /as far as this server has watched|, \d+ (?:s|min) ago/],
] as const) {
  test(`${panel} stands in a sandbox`, async ({ page, portal, server }) => {
    await openPortal(page, portal, server, `panel="${panel}" ${attributes} sandbox`, {});
    await expect(inside(page).getByText(text).first()).toBeVisible();
    await expect(inside(page).locator('main')).toHaveAttribute(
      'data-state',
      panel === 'changes' ? /^(?:ready|empty)$/ : 'ready',
    );
  });
}

test('a page of another origin frames nothing', async ({ page, stranger, server }) => {
  const refused: string[] = [];
  page.on('console', (message) => refused.push(message.text()));
  await openPortal(page, stranger, server, 'panel="problems"', null);
  await expect.poll(() => refused.join('\n')).toContain('frame-ancestors');
  stranger.show(`<iframe src="${server.url}/"></iframe>`);
  refused.length = 0;
  await page.goto(stranger.origin);
  await expect.poll(() => refused.join('\n')).toMatch(/frame-ancestors|X-Frame-Options/);
});

test('without a token a sandboxed panel says what to do', async ({ page, portal, server }) => {
  await openPortal(page, portal, server, 'panel="problems" sandbox', null);
  await expect(inside(page).getByRole('alert')).toContainText('no-token');
  await page.evaluate(() => {
    document.querySelector('hopscope-panel')!.setAttribute('panel', 'map');
  });
  await expect(inside(page).getByRole('alert')).toContainText('no-token');
});

test('a token that ended is fetched anew', async ({ page, portal, server }) => {
  let asked = 0;
  const tokens = async (): Promise<string> => {
    asked += 1;
    const token = await mint(server, { panel: 'problems', origin: portal.origin });
    return asked === 1 ? `${token.slice(0, -6)}AAAAAA` : token;
  };
  portal.show(
    `<hopscope-panel server="${server.url}" panel="problems" sandbox></hopscope-panel><script type="module">
     document.querySelector('hopscope-panel').fetchToken = () => window.tokens();
     await import('${server.url}/embed/v1/hopscope-panel.js');</script>`,
  );
  await page.exposeFunction('tokens', tokens);
  await page.goto(portal.origin);
  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  expect(asked).toBe(2);
});

test('a token that is locked to a namespace shows no other', async ({ page, portal, server }) => {
  await openPortal(page, portal, server, 'panel="namespace" ns="shop" sandbox', { namespaces: ['shop'] });
  await expect(inside(page).getByText('that this panel may not show')).toBeVisible();
  expect(await inside(page).locator('body').textContent()).not.toMatch(/payments\/|ledger/);
  await page.evaluate(() => document.querySelector('hopscope-panel')!.setAttribute('ns', 'payments'));
  await expect(inside(page).getByRole('alert')).toContainText('embed-refused');
});

test('a message of a wrong window is ignored, whatever it says', async ({ page, portal, server }) => {
  const token = await mint(server, { panel: 'problems', origin: portal.origin });
  portal.show(`<iframe id="panel" sandbox="allow-scripts" src="${server.url}/embed/v1/problems#channel=known"></iframe>
    <iframe id="other" srcdoc="<script>
      const send = () => { const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => port1.postMessage({ type: 'token', token: '${token}' });
        parent.frames[0].postMessage({ hopscope: 1, type: 'init', channel: 'known' }, '*', [port2]); };
      setInterval(send, 100);
    </script>"></iframe>`);
  await page.goto(portal.origin);
  // The host never answers: the panel waits, and then says that it has no token.
  await expect(page.frameLocator('#panel').getByRole('alert')).toContainText('no-token', { timeout: 20_000 });
});

test('a pasted link opens a panel in a sandbox, until it is revoked', async ({ page, portal, server }) => {
  const made = await fetch(`${server.url}/api/v1/embed/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ panel: 'problems', expires: '1d' }),
  });
  const { path, link } = (await made.json()) as { path: string; link: { id: string } };
  const show = async () => {
    portal.show(`<iframe sandbox="allow-scripts" src="${server.url}${path}"></iframe>`);
    await page.goto(`${portal.origin}/?${Math.random()}`);
  };
  await show();
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Reasons' })).toBeVisible();
  await fetch(`${server.url}/api/v1/embed/links/${link.id}`, { method: 'DELETE' });
  await show();
  await expect(page.frameLocator('iframe').getByRole('alert')).toContainText('expired or was revoked');
});

test('below 480 px the map is the list of problems, and 280 px are enough', async ({ page, portal, server }) => {
  await page.setViewportSize({ width: 296, height: 700 });
  await openPortal(page, portal, server, 'panel="map" sandbox', {});
  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  const [wide, room] = await inside(page)
    .locator('html')
    .evaluate((html) => [html.scrollWidth, html.clientWidth]);
  expect(wide).toBeLessThanOrEqual(room!);
});

test('Esc leaves the panel, and nobody is caught in it', async ({ page, portal, server }) => {
  await openPortal(page, portal, server, 'panel="problems" sandbox', {});
  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('HOPSCOPE-PANEL');
});

test('what is scrolled away asks for nothing', async ({ page, portal, server }) => {
  const asked: string[] = [];
  page.on(
    'request',
    (request) =>
      void (request.url().includes('/embed/panels/') && request.method() === 'GET' && asked.push(request.url())),
  );
  await openPortal(page, portal, server, 'panel="problems" refresh="5s" sandbox', {});
  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  await page.evaluate(() => {
    document.querySelector('hopscope-panel')!.setAttribute('style', 'display:block;margin-top:9000px');
  });
  await page.waitForTimeout(1_000);
  const before = asked.length;
  await page.waitForTimeout(7_000);
  expect(asked.length).toBe(before);
  await page.evaluate(() => document.querySelector('hopscope-panel')!.setAttribute('style', ''));
  await expect.poll(() => asked.length).toBeGreaterThan(before);
});

test('a panel is small and quick', async ({ page, portal, server }) => {
  const sizes: Record<string, number> = {};
  for (const panel of ['problems', 'map', 'path']) {
    const scripts = new Map<string, Promise<Buffer>>();
    const listen = (response: { url(): string; body(): Promise<Buffer> }) =>
      void (/\.js$/.test(response.url()) && scripts.set(response.url(), response.body()));
    page.on('response', listen);
    const attributes = panel === 'path' ? 'ask=web/checkout -> shop/cart:80' : '';
    for (const _warm of [1, 2]) {
      await page.goto(`${server.url}/embed/v1/${panel}?${attributes}`);
      await expect(
        page.locator('main[data-state=ready] .embed-parts, main[data-state=ready] .embed-map'),
      ).toBeVisible();
    }
    const took = await page.evaluate(
      () => performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime ?? 0,
    );
    const shown = await page.evaluate(() => performance.now());
    page.off('response', listen);
    const bytes = await Promise.all(scripts.values());
    sizes[panel] = bytes.reduce((sum, body) => sum + gzipSync(body).length, 0);
    console.log(
      `${panel}: ${Math.round(sizes[panel]! / 1024)} KB of scripts, first paint after ${Math.round(took)} ms, complete before ${Math.round(shown)} ms`,
    );
    expect(sizes[panel]).toBeLessThanOrEqual(110 * 1024);
    expect(took).toBeLessThan(1_000);
  }
  void portal;
});

test('twenty panels of one page stand, without a request to anybody else', async ({ page, portal, server }) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (![server.url, portal.origin].includes(origin)) elsewhere.push(request.url());
  });
  const more = Array.from(
    { length: 19 },
    () => `<hopscope-panel server="${server.url}" panel="problems" sandbox></hopscope-panel>`,
  ).join('');
  await openPortal(
    page,
    portal,
    server,
    `panel="problems" sandbox></hopscope-panel>${more}<hopscope-panel server="${server.url}" panel="changes" sandbox`,
    {},
  );
  for (let n = 0; n < 20; n++) await page.locator('hopscope-panel').nth(n).scrollIntoViewIfNeeded();
  for (let n = 0; n < 20; n++)
    await expect(
      page.frameLocator(`hopscope-panel:nth-of-type(${n + 1}) iframe`).locator('main[data-state=ready]'),
    ).toBeVisible();
  expect(elsewhere).toEqual([]);
});
