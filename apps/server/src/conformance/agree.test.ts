import { expect, test } from 'vitest';
import { agrees } from './agree.ts';

test.each([
  [{}, {}, true],
  [{ a: 1 }, { a: 1, b: 2 }, true],
  [{ a: 1, b: 2 }, { a: 1 }, false],
  [{ a: null }, {}, true],
  [{ a: false }, {}, true],
  [{ a: 0 }, { a: '' }, true],
  [{ a: [] }, {}, true],
  [{ a: ['x'] }, {}, false],
  [{ a: ['x', 'y'] }, { a: ['y', 'x'] }, true],
  [{ a: ['x', 'x'] }, { a: ['x', 'y'] }, false],
  [{ a: ['x'] }, { a: ['x', 'y'] }, false],
  [{ a: { b: 1 } }, { a: null }, false],
  [{ a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }] }, true],
  ['1', 1, false],
])('%j and %j agree: %s', (wanted, got, expected) => {
  expect(agrees(wanted, got)).toBe(expected);
});
