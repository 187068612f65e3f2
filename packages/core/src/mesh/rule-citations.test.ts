import { expect, test } from 'vitest';
import { rulesAtStart, rulesIn } from './rule-citations.ts';

test.each([
  ['W8: the binding', ['W8']],
  ['* W8, W9: both ', ['W8', 'W9']],
  ['(W8-W10, ST1) and A10', ['W8', 'W9', 'W10', 'ST1', 'A10']],
  ["W9's and W10's", ['W9', 'W10']],
  ['a range to P13–P15 with another dash', ['P13', 'P14', 'P15']],
  ['MC4 is not C4, CP2 not P2, ST3 not T3', ['MC4', 'C4', 'CP2', 'P2', 'ST3']],
  ['a part of a rule (A9.port), and the end of a sentence with A9.', ['A9.port', 'A9']],
  ['W8 again W8', ['W8']],
  ['an L7 half beside an L4 half (A7)', ['A7']],
  ['L4 and L7 attributes', []],
  ['L4: weights', ['L4']],
  ['weights (L4), and what is not looked at (L3, L7)', ['L4', 'L3', 'L7']],
  ['L1-L8 for one port', ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8']],
  ['S7-S5 backwards, W8-A2 across', ['S7', 'S5', 'W8', 'A2']],
  ['house rule R6, House rules R1 and R12 of HTTP', ['R12']],
  ['E2E tests, IST0171, KIA1313, IPv6, h2, S3Bucket, W-8, x.W8, utf-8', []],
  ['', []],
])('rules in %j', (text, ids) => {
  expect(rulesIn(text)).toEqual(ids);
});

test.each([
  ['E1, E2: a title', ['E1', 'E2']],
  ['E10 finished', ['E10']],
  ['M1-M3', ['M1', 'M2', 'M3']],
  ['L7: nothing is looked at', ['L7']],
  ['L7 rules', []],
  ['L7', ['L7']],
  ['E1host', []],
  ['a title (E1)', []],
])('rules at the start of %j', (text, ids) => {
  expect(rulesAtStart(text)).toEqual(ids);
});
