/** The contract with foreign pages in Firefox, where there is one: a strict sandbox, no cookies of third parties. */
import { expect } from '@playwright/test';
import { type Firefox, findFirefox, startFirefox } from './firefox.ts';
import type { Host } from './host-page.ts';
import { mint, test } from './sites.ts';

const program = findFirefox();
test.skip(program === undefined, 'There is no Firefox here: install firefox-esr, or name it with HOPSCOPE_FIREFOX.');

let firefox: Firefox;
test.beforeAll(async () => {
  if (program !== undefined) firefox = await startFirefox(program);
});
test.afterAll(async () => firefox?.close());

function show(host: Host, server: string, token: string | null): void {
  host.show(`<hopscope-panel server="${server}" panel="problems" sandbox></hopscope-panel>
    <script>window.said = [];</script>
    <script type="module">
      const panel = document.querySelector('hopscope-panel');
      for (const name of ['ready', 'state', 'problem-count', 'error'])
        panel.addEventListener('hopscope-' + name, ({ detail }) => said.push(detail.type + ' ' + (detail.state ?? detail.code ?? '')));
      panel.fetchToken = async () => ${JSON.stringify(token)};
      await import('${server}/embed/v1/hopscope-panel.js');
    </script>`);
}

const state = () => firefox.evaluate('document.querySelector("main")?.dataset.state', 'frame');
const text = () => firefox.evaluate('document.body.innerText', 'frame');

test('a panel stands in a strict sandbox, grows, takes messages and tells its host', async ({ portal, server }) => {
  show(portal, server.url, await mint(server, { panel: 'problems', origin: portal.origin }));
  await firefox.open(portal.origin);
  await expect.poll(state, { timeout: 20_000 }).toBe('ready');
  expect(await firefox.evaluate('self.origin', 'frame')).toBe('null');
  expect(await text()).toContain('Problems of the mesh');
  const said = String(await firefox.evaluate('said.join()'));
  expect(said).toContain('ready');
  expect(said).toContain('state ready');
  expect(said).toContain('problem-count');
  const height = () =>
    firefox.evaluate('document.querySelector("hopscope-panel").shadowRoot.querySelector("iframe").clientHeight');
  await expect.poll(height).toBeGreaterThan(200);
  await firefox.evaluate('document.querySelector("hopscope-panel").send({ type: "setTheme", theme: "dark" })');
  await expect.poll(() => firefox.evaluate('document.documentElement.dataset.theme', 'frame')).toBe('dark');
});

test('without a token it says so, and pages of other origins frame nothing', async ({ portal, stranger, server }) => {
  show(portal, server.url, null);
  await firefox.open(portal.origin);
  await expect.poll(text, { timeout: 20_000 }).toContain('no-token');
  expect(await firefox.evaluate('said.join()')).toContain('error no-token');
  show(stranger, server.url, await mint(server, { panel: 'problems', origin: portal.origin }));
  await firefox.open(stranger.origin);
  await expect.poll(() => firefox.evaluate('!!customElements.get("hopscope-panel")')).toBe(true);
  await new Promise((done) => setTimeout(done, 2_000));
  expect((await text()) ?? '').not.toContain('Problems of the mesh');
  expect(await firefox.evaluate('said.length')).toBe(0);
});
