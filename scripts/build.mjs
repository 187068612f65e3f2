// Builds the product: the pages with vite, the server with rolldown into one file that runs without node_modules.
import './node-version.mjs';
import { chmodSync, cpSync, existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureInstalled, programOf } from './install.mjs';
import { capture, Failure, main, ROOT } from './process.mjs';
import { hashFiles, isFresh, listFiles, listMembers, removeStamp, writeStamp } from './stamp.mjs';

const SERVER = join(ROOT, 'apps/server');
const WEB = join(ROOT, 'apps/web');
const PAGES = join(ROOT, 'scripts/pages.config.mjs');
const EMBED = join(ROOT, 'packages/embed');
const STAMP = join(SERVER, 'dist/.stamp');

/** The built product's one file. */
export const PRODUCT = join(SERVER, 'dist/hopscope.mjs');

/** Builds, unless the product of the same sources is there. */
export async function ensureBuilt() {
  const hash = hashFiles(listSources());
  if (isFresh(STAMP, hash) && existsSync(PRODUCT)) return;
  console.log('Building …');
  await build(hash);
}

async function build(hash) {
  rmSync(join(SERVER, 'dist'), { recursive: true, force: true });
  await Promise.all([
    runStep('pages', WEB, [programOf('apps/web', 'vite'), 'build', '-c', PAGES, '--logLevel', 'warn']),
    runStep('server', SERVER, [programOf('apps/server', 'rolldown'), '-c', 'rolldown.config.mjs']),
  ]);
  // After the pages, whose folder they lie in.
  const vite = [programOf('apps/web', 'vite'), 'build', '--logLevel', 'warn', '-c'];
  await Promise.all([
    runStep('viewer', WEB, [...vite, 'viewer.config.ts']),
    runStep('panels for other pages', WEB, [...vite, 'embed.config.ts']),
  ]);
  const component = [
    'src/index.ts',
    '--file',
    'dist/hopscope-panel.js',
    '--format',
    'esm',
    '--platform',
    'browser',
    '--minify',
  ];
  await runStep('web component', EMBED, [programOf('packages/embed', 'rolldown'), ...component]);
  cpSync(join(EMBED, 'dist'), join(WEB, 'dist/embed/v1'), { recursive: true });
  if (!existsSync(PRODUCT)) throw new Failure(`The build made no ${PRODUCT}.`);
  // The server finds the pages beside its own file, wherever that was copied to.
  cpSync(join(WEB, 'dist'), join(SERVER, 'dist/web'), { recursive: true });
  copyPainter(join(SERVER, 'dist/pictures'));
  chmodSync(PRODUCT, 0o755);
  writeStamp(STAMP, hash);
}

/** The letters of pictures, and what makes PNGs of them: a program for this machine, so it lies beside the one file. It may be missing. */
function copyPainter(folder) {
  cpSync(join(SERVER, 'fonts'), folder, { recursive: true });
  const library = join(SERVER, 'node_modules/@resvg/resvg-js');
  if (!existsSync(library)) return console.log('PNGs are left out: @resvg/resvg-js is not installed.');
  const from = realpathSync(library);
  for (const name of ['index.js', 'js-binding.js', 'package.json']) cpSync(join(from, name), join(folder, name));
  cpSync(join(from, 'LICENSE'), join(folder, 'LICENSE.resvg-js.txt'));
  // The programs for each kind of machine are packages beside it; the installer takes the one that fits.
  for (const program of readdirSync(dirname(from)).filter((name) => name.startsWith('resvg-js-'))) {
    const files = readdirSync(join(dirname(from), program)).filter((name) => name.endsWith('.node'));
    for (const file of files) cpSync(join(dirname(from), program, file), join(folder, file));
  }
}

async function runStep(what, cwd, args) {
  const { code, output } = await capture(process.execPath, args, { cwd });
  if (code !== 0) throw new Failure(`${output.trim()}\nBuilding the ${what} failed.`);
}

/** Somebody else writes into the product from here on: the next start builds anew. */
export function forgetBuild() {
  removeStamp(STAMP);
}

function listSources() {
  const members = listMembers().filter((folder) => !folder.endsWith('e2e'));
  const files = members.flatMap(listFiles).filter((file) => !/\.test\.tsx?$/.test(file));
  return [...files, join(ROOT, 'pnpm-lock.yaml'), join(ROOT, 'tsconfig.json')];
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    await ensureInstalled();
    await build(hashFiles(listSources()));
    console.log('Built apps/server/dist/hopscope.mjs.');
  });
}
