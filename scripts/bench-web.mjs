// npm run bench:web: the pages of the built product in a real Chromium, on generated meshes of 200 to 10,000 services.
// `-- 1000 10000` measures these sizes alone.
import './node-version.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { main } from './process.mjs';

await main(async (args) => {
  await ensureInstalled();
  await ensureBuilt();
  const chromium = await ensureChromium();
  const { runBrowserTests } = await import('./browser-tests.mjs');
  const env = { HOPSCOPE_CHROMIUM: chromium, HOPSCOPE_BENCH_SIZES: args.join(',') };
  const { failed } = await runBrowserTests('bench', { env });
  return failed > 0 ? 1 : 0;
});
