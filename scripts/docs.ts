/**
 * npm run docs [-- --check]: writes the generated pages of docs/, and looks at every page: links that lead nowhere, files
 * and npm scripts that are not there; and at what the code cites of the rules of the mesh. With --check nothing is written, and a stale page is a failure too.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarios } from '../packages/core/scenarios/index.ts';
import { CATALOGUE } from '../packages/core/src/checks/catalogue.ts';
import { CHECKS, KINDS } from '../packages/core/src/index.ts';
import { RULES } from '../packages/core/src/mesh/rules.ts';
import { renderCatalogue } from './docs/catalogue-page.ts';
import { renderChecks } from './docs/checks-page.ts';
import { type Citation, readCitations } from './docs/citations.ts';
import { findProblems } from './docs/page-problems.ts';
import { renderRbac } from './docs/rbac.ts';
import { findRuleProblems, type RuleSources, renderRules } from './docs/rules-page.ts';
import { UNAPPLIED_RULES } from './docs/unapplied-rules.ts';

/** npm and `npm run check` start this in the root of the repository. */
const ROOT = process.cwd();
/** Where rules are applied, and where they are shown. */
const CITING: readonly [folder: string, files: RegExp][] = [
  ['packages/core/src', /\.ts$/],
  ['packages/core/scenarios', /\.test\.ts$/],
  ['apps/server/src', /\.test\.ts$/],
];
/** These name ids to tell what a citation is. */
const OF_CITING = /\/rule-citations(?:\.test)?\.ts$/;
const ruleSources: RuleSources = { rules: RULES, reasons: UNAPPLIED_RULES, citations: listCitations(), checks: CHECKS };
const GENERATED: Readonly<Record<string, () => string>> = {
  'docs/catalogue.md': () => renderCatalogue({ catalogue: CATALOGUE, checks: CHECKS, scenarios: titles() }),
  'docs/checks.md': () => renderChecks(CHECKS),
  'docs/rbac.yaml': () => renderRbac(KINDS),
  'docs/rules.md': () => renderRules(ruleSources),
};

const titles = (): Map<string, string> => new Map(scenarios.map(({ id, title }) => [id, title] as const));

function read(path: string): string {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '';
}

function listCitations(): Citation[] {
  return CITING.flatMap(([folder, files]) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => files.test(path) && !OF_CITING.test(path))
      .sort()
      .flatMap((path) => readCitations(path, read(path))),
  );
}

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
  ...findRuleProblems(ruleSources),
  ...problemsOfPages(),
];
for (const problem of problems) console.log(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
