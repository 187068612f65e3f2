// npm run dev: the demo server, rebuilt and restarted when it changes, and vite's pages beside it. Further arguments go to the server.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, forgetBuild, PRODUCT } from './build.mjs';
import { ensureInstalled, programOf } from './install.mjs';
import { main, ROOT, watchParent } from './process.mjs';
import { chooseCommand } from './product-command.mjs';

await main(async (args) => {
  await ensureInstalled();
  await ensureBuilt();
  forgetBuild();
  const server = join(ROOT, 'apps/server');
  const children = [
    [server, [programOf('apps/server', 'rolldown'), '-c', 'rolldown.config.mjs', '--watch']],
    [ROOT, ['--watch', '--watch-preserve-output', PRODUCT, ...chooseCommand(args)]],
    [join(ROOT, 'apps/web'), [programOf('apps/web', 'vite')]],
  ].map(([cwd, command]) => spawn(process.execPath, command, { cwd, stdio: 'inherit' }));
  const stop = () => children.forEach((child) => void child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  watchParent(stop);
  // One that ends takes the others along: half a development server only confuses.
  await Promise.race(children.map((child) => new Promise((resolve) => child.on('close', resolve))));
  stop();
});
