import { describe, expect, it } from 'vitest';
import { findRuleProblems, renderRules } from './rules-page.ts';

const RULE = { id: 'W8', section: 4, title: 'Which waypoint', basis: 'code' };
const FUNCTION = { rule: 'W8', kind: 'function', path: 'src/waypoint.ts', name: 'bind' };
const TEST = { rule: 'W8', kind: 'test', path: 'src/waypoint.test.ts', name: '' };
const CHECK = { id: 'no-waypoint', stage: 'waypoint-binding', cite: 'W8' };

const sources = (more) => ({ rules: [RULE], reasons: {}, citations: [], checks: [], ...more });
const problems = (more) => findRuleProblems(sources(more));

describe('problems', () => {
  it('are none where a function has a test, a check its scenario, or a reason is given', () => {
    expect(problems({ citations: [FUNCTION, TEST] })).toEqual([]);
    expect(problems({ checks: [CHECK] })).toEqual([]);
    expect(
      problems({ checks: [{ ...CHECK, cite: '' }], citations: [{ ...FUNCTION, path: 'no-waypoint.ts' }] }),
    ).toEqual([]);
    expect(problems({ reasons: { W8: 'nothing to compute' } })).toEqual([]);
  });

  it.each([
    ['neither function nor reason', {}, /^No function names the rule W8 /],
    ['a test alone', { citations: [TEST] }, /^No function names the rule W8 /],
    ['a function without a test', { citations: [FUNCTION] }, /^src\/waypoint.ts applies the rule W8 .*no test/],
    ['a reason that is out of date', { citations: [FUNCTION, TEST], reasons: { W8: 'later' } }, /take the reason out$/],
    ['a rule that is none', { checks: [CHECK], citations: [{ ...TEST, rule: 'W99' }] }, /names the rule W99/],
    ['a reason for none', { checks: [CHECK], reasons: { W99: 'later' } }, /reason is given for the rule W99/],
  ])('are %s', (_what, more, expected) => {
    expect(problems(more)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('the page', () => {
  const rowOf = (more) =>
    renderRules(sources(more))
      .split('\n')
      .find((line) => line.startsWith('| W8 '));

  it('names function, check, test and scenario of a rule with their places', () => {
    expect(rowOf({ citations: [FUNCTION, TEST], checks: [CHECK] })).toBe(
      '| W8 | Which waypoint | code | [`bind`](../src/waypoint.ts), check [no-waypoint](checks.md#no-waypoint) | ' +
        '[waypoint](../src/waypoint.test.ts), scenario [no-waypoint](../packages/core/scenarios/checks/waypoint-binding/no-waypoint.ts) |',
    );
  });

  it('gives the reason where nothing applies a rule', () => {
    expect(rowOf({ reasons: { W8: 'later' } })).toBe('| W8 | Which waypoint | code | *later* |  |');
  });
});
