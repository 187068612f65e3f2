/** What every journey starts from: the built product, running, and a browser whose addresses lead to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { type RunningServer, startServer } from './product.ts';

interface Served {
  /** arguments of the program: `['demo']` unless a file says otherwise with `test.use` */
  serves: readonly string[];
  /** one for all tests of a worker that want the same */
  server: RunningServer;
}

export const test = base.extend<object, Served>({
  serves: [['demo'], { option: true, scope: 'worker' }],
  server: [
    async ({ serves }, provide) => {
      const folder = mkdtempSync(join(tmpdir(), 'hopscope-e2e-'));
      const server = await startServer(serves, { HOPSCOPE_SNAPSHOTS: folder });
      await provide(server);
      await server.stop();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, provide, testInfo) => {
    const before = server.output().length;
    await provide(server.url);
    const said = server.output().slice(before);
    if (testInfo.errors.length > 0 && said !== '')
      await testInfo.attach('what hopscope said', { body: said, contentType: 'text/plain' });
  },
  /** A page that throws has failed, whatever it shows. */
  page: async ({ page }, provide) => {
    const thrown: string[] = [];
    page.on('pageerror', (error) => thrown.push(error.message));
    await provide(page);
    expect(thrown).toEqual([]);
  },
});
