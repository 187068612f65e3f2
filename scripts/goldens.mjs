// npm run goldens: draws the pictures that are kept in git anew. Look at the difference before it is committed.
import './node-version.mjs';
import { ensureInstalled, programOf } from './install.mjs';
import { foreground, main, ROOT } from './process.mjs';

await main(async () => {
  await ensureInstalled();
  const vitest = programOf('', 'vitest');
  return foreground(process.execPath, [vitest, 'run', 'apps/web/gallery', '--update'], { cwd: ROOT });
});
