/** The React wrapper in a real React, on a page of another origin: what it gives to the element, hears from it and takes back. */
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { rolldown } from 'rolldown';
import { inside, mint, test } from './sites.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A host's page, as its own developers would write it. */
const HOST = `
import { createElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Panel } from '@hopscope/embed/react';

function Host({ server }) {
  const [panel, setPanel] = useState('problems');
  const [isShown, setShown] = useState(true);
  const fetchToken = (wish) => { window.wishes.push(wish.panel); return window.tokens(wish.panel); };
  return createElement('div', null,
    createElement('button', { onClick: () => setPanel('map') }, 'Map'),
    createElement('button', { onClick: () => setShown(false) }, 'Gone'),
    isShown ? createElement(Panel, {
      server, panel, ns: 'shop', theme: 'dark', sandbox: '', title: 'Of React',
      fetchToken, onMessage: (message) => window.heard.push(panel + ' ' + message.type),
    }) : null);
}

window.wishes = [];
window.heard = [];
window.start = (server) =>
  createRoot(document.getElementById('root')).render(createElement(StrictMode, null, createElement(Host, { server })));
`;

async function bundle(): Promise<string> {
  const build = await rolldown({
    input: 'host',
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"development"' } },
    resolve: {
      alias: {
        '@hopscope/embed/react': `${ROOT}packages/embed/src/react.ts`,
        'react-dom': `${ROOT}apps/web/node_modules/react-dom`,
        react: `${ROOT}apps/web/node_modules/react`,
      },
    },
    plugins: [
      { name: 'host', resolveId: (id) => (id === 'host' ? id : null), load: (id) => (id === 'host' ? HOST : null) },
    ],
  });
  const { output } = await build.generate({ format: 'iife', codeSplitting: false });
  await build.close();
  return output[0].code;
}

test('a panel of React is given its token, heard, changed and taken away', async ({ page, portal, server }) => {
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(error.message));
  page.on('console', (message) => message.type() === 'error' && thrown.push(message.text()));
  portal.show('<div id="root"></div>');
  await page.exposeFunction('tokens', (panel: string) => mint(server, { panel, origin: portal.origin }));
  await page.goto(portal.origin);
  await page.addScriptTag({ content: await bundle() });
  await page.evaluate(`window.start(${JSON.stringify(server.url)})`);
  // The element may become known after React has drawn it.
  await page.addScriptTag({ type: 'module', url: `${server.url}/embed/v1/hopscope-panel.js` });

  await expect(inside(page).getByRole('heading', { name: 'Reasons' })).toBeVisible();
  await expect(inside(page).locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('hopscope-panel iframe')).toHaveAttribute('title', 'Of React');
  await expect(page.locator('hopscope-panel iframe')).toHaveAttribute('sandbox', 'allow-scripts');
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(await heard()).toEqual(expect.arrayContaining(['problems ready', 'problems state', 'problems problem-count']));

  await page.getByRole('button', { name: 'Map' }).click();
  await expect(inside(page).getByRole('heading', { name: 'Map of the mesh: shop' })).toBeVisible();
  await expect.poll(heard).toContain('map ready');
  expect(await page.evaluate(() => (window as unknown as { wishes: string[] }).wishes)).toEqual(['problems', 'map']);

  await page.getByRole('button', { name: 'Gone' }).click();
  await expect(page.locator('hopscope-panel')).toHaveCount(0);
  const after = (await heard()).length;
  await page.waitForTimeout(1_000);
  expect((await heard()).length).toBe(after);
  expect(thrown).toEqual([]);
});
