/** The sites of these tests: a portal that may frame panels, a stranger that may not, and the product. */
import { test as base, type Page } from '@playwright/test';
import { type RunningServer, startServer } from '../product.ts';
import { type Host, startHost } from './host-page.ts';

interface Sites {
  portal: Host;
  stranger: Host;
  server: RunningServer;
}

export const test = base.extend<object, Sites>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads from it that nothing else is needed
    async ({}, provide) => {
      const host = await startHost();
      await provide(host);
      await host.close();
    },
    { scope: 'worker' },
  ],
  stranger: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads from it that nothing else is needed
    async ({}, provide) => {
      const host = await startHost('127.0.0.3');
      await provide(host);
      await host.close();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ portal }, provide) => {
      const server = await startServer(['demo'], { HOPSCOPE_SNAPSHOTS: 'off', HOPSCOPE_EMBED_ORIGINS: portal.origin });
      await provide(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

/** A host's server fetches tokens with its own rights; here the test stands for it. */
export async function mint(server: RunningServer, wish: object): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/embed/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  return ((await answer.json()) as { token: string }).token;
}

export async function openPortal(
  page: Page,
  host: Host,
  server: RunningServer,
  attributes: string,
  wish: object | null,
): Promise<void> {
  host.show(
    `<hopscope-panel server="${server.url}" ${attributes}></hopscope-panel>
     <script type="module">
       const panels = document.querySelectorAll('hopscope-panel');
       window.said = [];
       for (const panel of panels) {
         panel.fetchToken = (asked) => window.fetchToken(asked.panel);
         for (const name of ['ready', 'state', 'problem-count', 'select', 'navigate', 'error'])
           panel.addEventListener('hopscope-' + name, ({ detail }) => window.said.push(detail));
       }
       await import('${server.url}/embed/v1/hopscope-panel.js');
     </script>`,
  );
  await page.exposeFunction('fetchToken', (panel: string) =>
    wish === null ? null : mint(server, { panel, origin: host.origin, ...wish }),
  );
  await page.goto(host.origin);
}

/** What is in the frame of the panel. */
export const inside = (page: Page) => page.frameLocator('hopscope-panel iframe');
