/** What a browser gives to frames of other sites, and what strangers get: cookies, tokens and messages. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type LaunchOptions } from '@playwright/test';
import { startHost } from './host-page.ts';
import { inside, mint, openPortal, test } from './sites.ts';

/** A site that sets a cookie for frames, and notes which come back. */
async function startCookies() {
  const sent: string[] = [];
  const server = createServer((request, response) => {
    sent.push(request.headers.cookie ?? '');
    response.setHeader('set-cookie', 'third=1; SameSite=None; Secure; Path=/');
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><p>framed</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.4', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.4:${port}/`, sent, close: () => server.close() };
}

/** Cookies that a frame of another site gets back. */
async function cookiesOfFrame(context: BrowserContext): Promise<string[]> {
  const [site, host] = [await startCookies(), await startHost('127.0.0.5')];
  try {
    const page = await context.newPage();
    host.show(`<iframe src="${site.url}"></iframe>`);
    for (let visit = 0; visit < 2; visit++) {
      await page.goto(`${host.origin}/?${visit}`);
      await expect(page.frameLocator('iframe').getByText('framed')).toBeVisible();
    }
    // Visited itself, the site does get its cookie: it is the frame that is refused.
    const before = site.sent.length;
    await page.goto(site.url);
    await page.reload();
    expect(site.sent.slice(before)).toContain('third=1');
    return site.sent.slice(0, before);
  } finally {
    await host.close();
    site.close();
  }
}

/** As a browser is told in its settings: 0 = third parties may have cookies, 1 = they may not. */
async function withProfile<T>(
  mode: 0 | 1,
  options: LaunchOptions,
  use: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'hopscope-profile-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: { cookie_controls_mode: mode } }));
  const context = await chromium.launchPersistentContext(profile, options);
  try {
    return await use(context);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

test('cookies of third parties are blocked in these tests, as in a browser that is told to; one that is told not to sends them', async ({
  context,
  launchOptions,
}) => {
  expect(await cookiesOfFrame(context)).not.toContain('third=1');
  expect(await withProfile(1, launchOptions, cookiesOfFrame)).not.toContain('third=1');
  expect(await withProfile(0, launchOptions, cookiesOfFrame)).toContain('third=1');
});

test('a panel stands in a browser whose settings block cookies of third parties', async ({
  launchOptions,
  portal,
  server,
}) => {
  await withProfile(1, launchOptions, async (context) => {
    const page = await context.newPage();
    await openPortal(page, portal, server, 'panel="problems" sandbox', {});
    await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
    expect(await context.cookies()).toEqual([]);
  });
});

test('a token that has ended opens nothing, however often it is given', async ({ page, portal, server }) => {
  const token = await mint(server, { panel: 'problems', origin: portal.origin, seconds: 10 });
  await page.waitForTimeout(11_000);
  let given = 0;
  portal.show(
    `<hopscope-panel server="${server.url}" panel="problems" sandbox></hopscope-panel><script type="module">
     document.querySelector('hopscope-panel').fetchToken = () => window.tokens();
     await import('${server.url}/embed/v1/hopscope-panel.js');</script>`,
  );
  await page.exposeFunction('tokens', () => {
    given += 1;
    return token;
  });
  await page.goto(portal.origin);
  await expect(inside(page).getByRole('alert')).toContainText('has expired');
  await expect(inside(page).getByRole('alert')).toContainText('embed-token');
  expect(given).toBe(2);
});

test('a token of another page is refused by the panel itself', async ({ page, portal, server }) => {
  // Signed for the server's own origin, and given by the portal.
  await openPortal(page, portal, server, 'panel="problems" sandbox', { origin: server.url });
  await expect(inside(page).getByRole('alert')).toContainText(`made for ${server.url}`);
  await expect(inside(page).getByText('Reasons')).toHaveCount(0);
});

test('a frame of no origin reads by a token alone, and nothing else of the API', async ({ page, portal, server }) => {
  const token = await mint(server, { panel: 'problems', origin: portal.origin });
  portal.show('<iframe sandbox="allow-scripts" srcdoc="<p>opaque</p>"></iframe>');
  await page.goto(portal.origin);
  const frame = page.frames().find((one) => one !== page.mainFrame())!;
  expect(await frame.evaluate(() => self.origin)).toBe('null');
  const read = (path: string, bearer: string) =>
    frame.evaluate(
      async ([url, given]) => {
        const headers = given === '' ? {} : { authorization: `Bearer ${given}` };
        return fetch(url!, { headers }).then(
          (answer) => answer.status,
          () => 'blocked',
        );
      },
      [`${server.url}${path}`, bearer],
    );
  expect(await read('/api/v1/embed/panels/problems', token)).toBe(200);
  expect(await read('/api/v1/embed/panels/problems', '')).toBe(401);
  expect(await read('/api/v1/embed/panels/map', token)).toBe(403);
  for (const path of ['/api/v1/graph', '/api/v1/embed/links', '/api/v1/embed/hosts', '/api/v1/embed/oembed?url=x'])
    expect(await read(path, token)).toBe('blocked');
});

test('the element gives its port to no window but that of its frame', async ({ page, portal, server }) => {
  await openPortal(page, portal, server, 'panel="problems" sandbox', {});
  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  const channel = new URL((await page.locator('hopscope-panel iframe').getAttribute('src'))!).hash.split('=')[1];
  const got = await page.evaluate(
    (known) =>
      new Promise<number>((resolve) => {
        const evil = document.createElement('iframe');
        evil.setAttribute('sandbox', 'allow-scripts');
        evil.srcdoc = `<script>
          onmessage = ({ ports }) => parent.postMessage({ evil: ports.length }, '*');
          parent.postMessage({ hopscope: 1, type: 'hello', channel: '${known}' }, '*');
        </${'script'}>`;
        addEventListener('message', ({ data }) => {
          if (typeof data?.evil === 'number') resolve(data.evil);
        });
        document.body.append(evil);
        setTimeout(() => resolve(0), 2_000);
      }),
    channel,
  );
  expect(got).toBe(0);
});
