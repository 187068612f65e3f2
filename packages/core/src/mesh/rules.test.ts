import { expect, test } from 'vitest';
import { rulesIn } from './rule-citations.ts';
import { isInferred, RULE_SECTIONS, RULES, ruleOf } from './rules.ts';

test('every id is there once, is an id, stands in its section, in the order of the numbers', () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, section, title } of RULES) {
    expect(rulesIn(`(${id})`)).toEqual([id]);
    expect(id.replace(/\d.*/, '')).toBe(RULE_SECTIONS[section - 1]?.prefix);
    expect(title).toMatch(/^\S.*[^.]$/);
  }
  const numbers = RULES.map(({ id, section }) => section * 1000 + Number(/\d+/.exec(id)![0]));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test('no number is left out, and a part stands below its rule', () => {
  for (const { id } of RULES) {
    const [, prefix, number, part] = /^([A-Z]+)(\d+)(\..+)?$/.exec(id)!;
    if (part === undefined && number !== '1') expect(ruleOf(`${prefix}${Number(number) - 1}`), id).toBeDefined();
    if (part !== undefined) expect(ruleOf(`${prefix}${number}`), id).toBeDefined();
  }
});

test('a rule is inferred or not; what is no rule is not', () => {
  expect([isInferred('P18'), isInferred('A9.port'), isInferred('A9'), isInferred('Q1')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
