/**
 * npm run docs [-- --check]: writes the generated pages of docs/, and looks at every page: links that lead nowhere, files
 * and npm scripts that are not there. With --check nothing is written, and a stale page is a failure too.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS, KINDS } from '../packages/core/src/index.ts';
import { renderChecks } from './docs/checks-page.ts';
import { findProblems } from './docs/page-problems.ts';
import { renderRbac } from './docs/rbac.ts';

/** npm and `npm run check` start this in the root of the repository. */
const ROOT = process.cwd();
const GENERATED: Readonly<Record<string, () => string>> = {
  'docs/checks.md': () => renderChecks(CHECKS),
  'docs/rbac.yaml': () => renderRbac(KINDS),
};

const read = (path: string): string => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '');

function listPages(): string[] {
  const beside = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`);
  return [...beside, ...below].sort();
}

function problemsOfPages(): string[] {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const pages = new Map(listPages().map((path) => [path, read(path)]));
  return findProblems(pages, { exists: (path) => existsSync(join(ROOT, path)), scripts: Object.keys(scripts) });
}

const isCheck = process.argv.includes('--check');
const stale = Object.entries(GENERATED)
  .map(([path, render]) => ({ path, text: render() }))
  .filter(({ path, text }) => read(path) !== text);
if (!isCheck) {
  for (const { path, text } of stale) {
    writeFileSync(join(ROOT, path), text);
    console.log(`Wrote ${path}.`);
  }
}
const problems = [
  ...(isCheck ? stale.map(({ path }) => `${path} is stale: run npm run docs.`) : []),
  ...problemsOfPages(),
];
for (const problem of problems) console.log(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
