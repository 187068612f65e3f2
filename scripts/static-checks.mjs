// What `npm run check` checks, each a program of its own: { name, run } with run → { code, output }.
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { programOf } from './install.mjs';
import { capture, ROOT } from './process.mjs';
import { listMembers } from './stamp.mjs';

const node = (args) => () => capture(process.execPath, args);

/** One type check for each world of compilation, and one for all tests, which see Node and the DOM. */
function listTypeChecks() {
  const tsc = programOf('', 'typescript', 'tsc');
  const members = listMembers().map((folder) => relative(ROOT, folder).replaceAll('\\', '/'));
  const projects = members.map((member) => `${member}/tsconfig.json`).filter((path) => existsSync(join(ROOT, path)));
  return [...projects, 'tsconfig.test.json'].map((path) => ({ name: `tsc -p ${path}`, run: node([tsc, '-p', path]) }));
}

export function listStaticChecks() {
  const biome = programOf('', '@biomejs/biome', 'biome');
  return [
    { name: 'biome (format and lint)', run: node([biome, 'check', '--max-diagnostics=20', '--error-on-warnings']) },
    ...listTypeChecks(),
    { name: 'rules of the house', run: node(['scripts/check-house.mjs']) },
    {
      name: 'generated pages, links and paths of the docs',
      run: node(['scripts/run-ts.mjs', 'scripts/docs.ts', '--check']),
    },
    { name: 'knip (dead code)', run: node([programOf('', 'knip'), '--no-progress', '--no-config-hints']) },
  ];
}

/** Runs them two at a time; resolves to how many passed and failed. Prints what failed with its output. */
export async function runStaticChecks() {
  const waiting = listStaticChecks();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { code, output } = await check.run();
      counts[code === 0 ? 'passed' : 'failed'] += 1;
      console.log(code === 0 ? `  ✓ ${check.name}` : `  ✗ ${check.name}\n${output.trim()}\n`);
    }
  };
  await Promise.all([work(), work()]);
  return counts;
}
