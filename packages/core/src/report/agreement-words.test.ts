import { describe, expect, it } from 'vitest';
import type { LinkTraffic } from '../graph/link-traffic.ts';
import { agreementSentence, rateWords, trafficWords, windowWords } from './agreement-words.ts';

const traffic = (rest: Partial<LinkTraffic>): LinkTraffic => ({
  measure: 'connections',
  reporter: 'source',
  rate: 12,
  failing: 0,
  outcomes: [],
  seconds: 300,
  anyPort: false,
  ...rest,
});
const by = (...flags: string[]) => flags.map((flag) => ({ by: flag, share: 1 / flags.length }));

describe('trafficWords', () => {
  it.each<[Partial<LinkTraffic>, string]>([
    [{}, '12 calls a second'],
    [{ failing: 0.3, outcomes: by('DENY') }, '12 calls a second, 3 of 10 refused (DENY)'],
    [{ failing: 1, outcomes: by('403') }, '12 calls a second, all refused (403)'],
    [{ failing: 0.96, outcomes: by('DENY', 'CONNECT') }, '12 calls a second, nearly all failed (DENY, CONNECT)'],
    [{ failing: 0.02, outcomes: by('503 UF') }, '12 calls a second, 2 of 100 failed (503 UF)'],
    [{ failing: 0.001, outcomes: by('500') }, '12 calls a second, a few failed (500)'],
    [{ anyPort: true }, '12 calls a second to any of its ports'],
  ])('%j: %s', (rest, words) => {
    expect(trafficWords(traffic(rest))).toBe(words);
  });
});

it.each([
  [1, '1 call a second'],
  [0.5, '30 calls a minute'],
  [1 / 60, '1 call a minute'],
  [0.001, '3.6 calls an hour'],
  [0, 'no new calls'],
])('%s per second: %s', (rate, words) => {
  expect(rateWords(rate)).toBe(words);
});

it('the sentence of an agreement has what was seen, and for how long nothing was', () => {
  expect(agreementSentence('confirmed', 300, traffic({}))).toBe('Confirmed by traffic: 12 calls a second.');
  expect(agreementSentence('no-traffic', 300, undefined)).toBe(
    'Should be delivered. Nothing observed in the last 5 min.',
  );
  expect(windowWords(45)).toBe('45 s');
});
