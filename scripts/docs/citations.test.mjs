import { describe, expect, it } from 'vitest';
import { readCitations } from './citations.ts';

const found = (text, path = 'a.ts') =>
  readCitations(path, text).map(({ rule, kind, name }) => `${kind} ${rule} ${name}`.trim());

describe('citations of a source', () => {
  it.each([
    ['a declared function', '/** W8: x */\nexport function bind() {}', ['function W8 bind']],
    ['a local one', '/** W8-W9 */\nfunction bind() {}', ['function W8 bind', 'function W9 bind']],
    ['an arrow', '/** (A9) */\nconst decide = (x) => x;', ['function A9 decide']],
    ['a remembered one', '/** Z1 */\nexport const on = perMesh((mesh, node) => node);', ['function Z1 on']],
    ['a comment inside', 'function bind() {\n  // W10: x\n  return 1;\n}', ['function W10 bind']],
    ['a block over lines', '/**\n * M3: x\n * and M2.\n */\nfunction f() {}', ['function M3 f', 'function M2 f']],
    ['the same rule twice', '/** W8 */\nfunction f() {\n  // W8\n}', ['function W8 f']],
  ])('in %s', (_what, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    ['a header', '/** W8: x */\nimport a from "a";\nfunction f() {}', ['other W8']],
    ['a type', '/** W8: x */\ninterface A {\n  /** W9 */\n  b: string;\n}', ['other W8', 'other W9']],
    ['a constant', '/** N3: x */\nexport const ADDRESS = "a";', ['other N3']],
    ['a string', 'const a = () => "W8: x";', []],
  ])('in %s prove nothing', (_what, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('citations of a test', () => {
  const show = (text) => found(text, 'a.test.ts');

  it.each([
    ['a title', "test('W8: x', () => {});", ['test W8']],
    ['a title that ends with it', "describe('bindings (W8, W9)', () => {});", ['test W8', 'test W9']],
    ['a template', 'it(`W8: x`, () => {});', ['test W8']],
    ['the title of a table', "test.each([[1]])('E2: %s', () => {});", ['test E2']],
    ['a row of a table', "it.each([['E10 finished', 1]])('%s', () => {});", ['test E10']],
    ['a comment', '/** A6 and A7 */\ntest("x", () => {});', ['test A6', 'test A7']],
    ['other texts only at their start', "test('x', () => f('a W8'));", []],
  ])('in %s', (_what, text, expected) => {
    expect(show(text)).toEqual(expected);
  });
});
