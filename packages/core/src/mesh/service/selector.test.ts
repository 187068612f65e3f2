import { expect, test } from 'vitest';
import { matchesLabels, matchesSelector } from './selector.ts';

test.each([
  [{}, {}, true],
  [{}, { app: 'a' }, true],
  [{ app: 'a' }, { app: 'a', version: 'v1' }, true],
  [{ app: 'a' }, {}, false],
  [{ app: 'a' }, { app: 'b' }, false],
  [{ app: '' }, { app: '' }, true],
  [{ app: '' }, {}, false],
  [{ app: 'a', version: 'v1' }, { app: 'a' }, false],
])('labels %j on %j: %s', (selector, labels, expected) => {
  expect(matchesLabels(selector, labels)).toBe(expected);
});

const term = (operator: string, values: string[] = []) => ({
  matchLabels: {},
  matchExpressions: [{ key: 'tier', operator, values }],
});

test.each([
  [term('In', ['web', 'api']), { tier: 'web' }, true],
  [term('In', ['web']), { tier: 'db' }, false],
  [term('In', ['web']), {}, false],
  [term('In', ['']), { tier: '' }, true],
  [term('In', []), { tier: 'web' }, false],
  [term('NotIn', ['web']), { tier: 'web' }, false],
  [term('NotIn', ['web']), { tier: 'db' }, true],
  [term('NotIn', ['web']), {}, true],
  [term('Exists'), { tier: '' }, true],
  [term('Exists'), {}, false],
  [term('DoesNotExist'), {}, true],
  [term('DoesNotExist'), { tier: '' }, false],
  [term('Gt', ['1']), { tier: '2' }, false],
])('expression %j on %j: %s', (selector, labels, expected) => {
  expect(matchesSelector(selector, labels)).toBe(expected);
});

test('labels and expressions must all hold', () => {
  const selector = { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator: 'Exists', values: [] }] };
  expect(matchesSelector(selector, { app: 'a', tier: 'x' })).toBe(true);
  expect(matchesSelector(selector, { app: 'a' })).toBe(false);
  expect(matchesSelector(selector, { tier: 'x' })).toBe(false);
});

test('the empty selector matches everything', () => {
  expect(matchesSelector({ matchLabels: {}, matchExpressions: [] }, {})).toBe(true);
});
