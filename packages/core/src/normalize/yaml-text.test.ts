import { expect, test } from 'vitest';
import { parseYaml } from './yaml-text.ts';

test.each([
  ['a: [1]', { a: [1] }],
  ['', null],
  [7, 7],
  [undefined, undefined],
  ['{', undefined],
  ['["a"', undefined],
  ['a: 1\na: 2', undefined],
  ['&a [*b]', undefined],
])('%j is %j', (text, expected) => {
  expect(parseYaml(text)).toEqual(expected);
});
