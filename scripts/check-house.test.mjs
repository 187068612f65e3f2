import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkHouse } from './check-house.mjs';

const roots = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

const FENCE = '{"extends":"../../tsconfig.json"}';
const BASE = '{"compilerOptions":{"lib":["ES2023"],"types":[]}}';

/** What the guard says about a tree of these files: ['R2 packages/core/src/a.ts:1', …]. */
function judge(files) {
  const root = mkdtempSync(join(tmpdir(), 'hopscope-house-'));
  roots.push(root);
  for (const [path, text] of Object.entries({
    'tsconfig.json': BASE,
    'packages/core/tsconfig.json': FENCE,
    ...files,
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkHouse(root).map(({ rule, file, line }) => `${rule} ${file}:${line}`);
}

const from = (specifier) => `import { a } from '${specifier}';\nexport const b = a;\n`;
const typeFrom = (specifier) => `import type { a } from '${specifier}';\nexport type B = typeof a;\n`;

describe('a tree that keeps the rules', () => {
  it('is let through', () => {
    const found = judge({
      'packages/core/src/index.ts': "export { b } from './report/analyze.ts';\n",
      'packages/core/src/state/refs.ts': "import { Type } from 'typebox';\nexport const a = Type;\n",
      'packages/core/src/mesh/ztunnel.ts': from('../state/refs.ts'),
      'packages/core/src/mesh/ztunnel.test.ts': from('../../scenarios/shop.ts'),
      'packages/core/src/report/analyze.ts': from('../mesh/ztunnel.ts'),
      'packages/core/src/checks/catalogue.test.ts': from('vitest'),
      'packages/core/scenarios/shop.ts': from('../src/index.ts'),
      'packages/panels/src/zoom/use-zoom.ts': from('d3-zoom'),
      'packages/panels/src/lane.tsx': "// fetch('x')\nexport const Lane = () => <p>don't // fetch(`</p>;\n",
      'packages/embed/src/index.ts': typeFrom('@hopscope/core'),
      'apps/server/src/picture.ts': from('@hopscope/panels'),
      'e2e/playwright.config.ts': from('../scripts/chromium.mjs'),
      'scripts/chromium.mjs': 'export const a = 1;\n',
    });
    expect(found).toEqual([]);
  });
});

describe.each([
  [
    'R1: core sees the DOM',
    { 'tsconfig.json': '{"compilerOptions":{"lib":["ES2023","DOM"],"types":[]}}' },
    'R1 packages/core/tsconfig.json:1',
  ],
  [
    'R1: core sees Node',
    { 'packages/core/tsconfig.json': '{"compilerOptions":{"lib":["ES2023"],"types":["node"]}}' },
    'R1 packages/core/tsconfig.json:1',
  ],
  [
    'R1: a reference opens the fence',
    { 'packages/core/src/state/a.ts': '/// <reference lib="dom" />\n' },
    'R1 packages/core/src/state/a.ts:1',
  ],
  [
    'R2: an early stage imports a late one',
    { 'packages/core/src/mesh/a.ts': from('../checks/b.ts') },
    'R2 packages/core/src/mesh/a.ts:1',
  ],
  [
    'R2: a type counts too',
    { 'packages/core/src/state/a.ts': typeFrom('../mesh/b.ts') },
    'R2 packages/core/src/state/a.ts:1',
  ],
  [
    'R2: a type by import()',
    { 'packages/core/src/state/a.ts': "export type Q = import('../path/q.ts').Q;\n" },
    'R2 packages/core/src/state/a.ts:1',
  ],
  [
    'R2: mesh imports normalize',
    { 'packages/core/src/mesh/a.ts': from('../normalize/b.ts') },
    'R2 packages/core/src/mesh/a.ts:1',
  ],
  [
    'R2: a stage imports the index',
    { 'packages/core/src/path/a.ts': from('../index.ts') },
    'R2 packages/core/src/path/a.ts:1',
  ],
  [
    'R2: source imports scenarios',
    { 'packages/core/src/report/a.ts': from('../../scenarios/shop.ts') },
    'R2 packages/core/src/report/a.ts:1',
  ],
  ['R2: an unknown stage', { 'packages/core/src/magic/a.ts': '\n' }, 'R2 packages/core/src/magic/a.ts:1'],
  [
    'R2: a scenario imports a check',
    { 'packages/core/scenarios/a.ts': from('../src/checks/b.ts') },
    'R2 packages/core/scenarios/a.ts:1',
  ],
  [
    'R3: a circle',
    { 'apps/web/src/a.ts': from('./b.ts'), 'apps/web/src/b.ts': from('./a.ts') },
    'R3 apps/web/src/a.ts:1',
  ],
  [
    'R4: core imports a library',
    { 'packages/core/src/state/a.ts': from('lodash') },
    'R4 packages/core/src/state/a.ts:1',
  ],
  ['R4: core imports Node', { 'packages/core/src/state/a.ts': from('node:fs') }, 'R4 packages/core/src/state/a.ts:1'],
  [
    'R4: core re-exports a library',
    { 'packages/core/src/state/a.ts': "\nexport * from 'undici';\n" },
    'R4 packages/core/src/state/a.ts:2',
  ],
  ['R4: the web imports the server', { 'apps/web/src/a.ts': from('../../server/src/b.ts') }, 'R4 apps/web/src/a.ts:1'],
  [
    'R4: the server imports the web by name',
    { 'apps/server/src/a.ts': from('@hopscope/web') },
    'R4 apps/server/src/a.ts:1',
  ],
  [
    'R4: panels import an application',
    { 'packages/panels/src/a.ts': from('../../../apps/web/src/b.ts') },
    'R4 packages/panels/src/a.ts:1',
  ],
  ['R4: embed runs core', { 'packages/embed/src/a.ts': from('@hopscope/core') }, 'R4 packages/embed/src/a.ts:1'],
  ['R4: e2e imports the product', { 'e2e/a.ts': "const core = await import('@hopscope/core');\n" }, 'R4 e2e/a.ts:1'],
  [
    'R4: two files of the server draw',
    { 'apps/server/src/a.ts': from('@hopscope/panels'), 'apps/server/src/b.ts': from('@hopscope/panels') },
    'R4 apps/server/src/b.ts:1',
  ],
  [
    'R7: panels import the query client',
    { 'packages/panels/src/a.ts': from('@tanstack/react-query') },
    'R7 packages/panels/src/a.ts:1',
  ],
  ['R7: panels import a router', { 'packages/panels/src/a.ts': from('wouter') }, 'R7 packages/panels/src/a.ts:1'],
  [
    'R7: panels fetch',
    { 'packages/panels/src/a.ts': "\nexport const a = () => fetch('/api');\n" },
    'R7 packages/panels/src/a.ts:2',
  ],
  [
    'R7: panels fetch by the window',
    { 'packages/panels/src/a.ts': "export const a = () => window.fetch('/api');\n" },
    'R7 packages/panels/src/a.ts:1',
  ],
  [
    'R8: d3 outside zoom',
    { 'packages/panels/src/lane/a.ts': from('d3-selection') },
    'R8 packages/panels/src/lane/a.ts:1',
  ],
  [
    'R8: d3 in two files',
    { 'packages/panels/src/zoom/a.ts': from('d3-zoom'), 'packages/panels/src/zoom/b.ts': from('d3-selection') },
    'R8 packages/panels/src/zoom/b.ts:1',
  ],
  ['R8: d3 in the web', { 'apps/web/src/a.ts': from('d3-zoom') }, 'R8 apps/web/src/a.ts:1'],
  ['R10: a long file', { 'apps/web/src/a.css': 'a {}\n'.repeat(251) }, 'R10 apps/web/src/a.css:251'],
  ['R11: a test without its source', { 'apps/web/src/a.test.tsx': '\n' }, 'R11 apps/web/src/a.test.tsx:1'],
  ['R12: a file of anything', { 'apps/web/src/utils.ts': '\n' }, 'R12 apps/web/src/utils.ts:1'],
  ['R12: a folder of anything', { 'apps/web/src/common/a.ts': '\n' }, 'R12 apps/web/src/common/a.ts:1'],
  ['R12: a manager', { 'apps/server/src/cache-manager.ts': '\n' }, 'R12 apps/server/src/cache-manager.ts:1'],
])('%s', (_name, files, expected) => {
  it('is found', () => {
    expect(judge(files)).toEqual([expected]);
  });
});

describe('R10', () => {
  it('lets a long file pass that says why', () => {
    expect(judge({ 'apps/web/src/a.ts': `// over 250 lines because it is one table\n${'\n'.repeat(300)}` })).toEqual(
      [],
    );
  });
});

describe('R3', () => {
  it('lets types refer to each other', () => {
    expect(judge({ 'apps/web/src/a.ts': from('./b.ts'), 'apps/web/src/b.ts': typeFrom('./a.ts') })).toEqual([]);
  });
});
