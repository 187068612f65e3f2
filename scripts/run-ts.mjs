// node scripts/run-ts.mjs ENTRY [ARGS]: bundles a TypeScript file and runs it with the caller's directory and arguments.
import './node-version.mjs';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { threadSource } from '../apps/server/thread-source.mjs';
import { ensureInstalled } from './install.mjs';
import { NODE_FLAGS } from './node-flags.mjs';
import { Failure, foreground, main, ROOT } from './process.mjs';

/** Inside the repository, so that what stays outside the bundle is found in its node_modules. */
function makeFolder() {
  const parent = join(ROOT, 'node_modules/.cache/hopscope');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'run-'));
}

async function bundle(entry, file) {
  const { rolldown } = await import('rolldown');
  try {
    // The bundler has a native half, which cannot be bundled.
    const external = /^rolldown(?:\/|$)/;
    const plugins = [threadSource()];
    const built = await rolldown({ input: entry, platform: 'node', cwd: ROOT, logLevel: 'silent', external, plugins });
    await built.write({ file, format: 'esm', codeSplitting: false, sourcemap: 'inline' });
    await built.close();
  } catch (error) {
    throw new Failure(`${entry} cannot be bundled: ${error.message}`);
  }
}

await main(async ([entry, ...args]) => {
  if (!entry) throw new Failure('usage: node scripts/run-ts.mjs ENTRY [ARGS]');
  const path = resolve(ROOT, entry);
  if (!existsSync(path)) throw new Failure(`There is no ${entry}.`);
  await ensureInstalled();
  const folder = makeFolder();
  const file = join(folder, 'main.mjs');
  try {
    await bundle(path, file);
    return await foreground(process.execPath, [...NODE_FLAGS, '--enable-source-maps', file, ...args], {
      cwd: process.cwd(),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
