import type { PolicyRound } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { PolicyRounds } from './PolicyRounds.tsx';

const round: PolicyRound = {
  kind: 'AuthorizationPolicy',
  title: 'Who may come in, asked by ztunnel on node-2',
  sentence: 'Refused: no rule of `shop/allow-ops` matches.',
  allowed: false,
  more: 2,
  policies: [
    {
      object: null,
      name: 'shop/deny-x',
      action: 'DENY',
      role: 'asked',
      result: 'no',
      sentence: 'No rule matches.',
      rules: [],
      more: 0,
    },
    {
      object: null,
      name: 'shop/allow-ops',
      action: 'ALLOW',
      role: 'decides',
      result: 'no',
      sentence: 'No rule matches.',
      more: 1,
      rules: [
        {
          number: 1,
          result: 'no',
          sentence: 'Rule 1 does not match: …',
          clauses: [
            {
              part: 'from',
              result: 'no',
              more: 0,
              alternatives: [
                [{ asks: 'namespace ops', has: 'comes from namespace web', result: 'no' }],
                [{ asks: 'address 10.0.0.0/8', has: 'comes from 192.0.2.1', result: 'no' }],
              ],
            },
          ],
        },
        { number: 2, result: 'no', sentence: 'Rule 2 is left out: it has HTTP fields.', clauses: [] },
      ],
    },
  ],
};

const html = renderToStaticMarkup(<PolicyRounds rounds={[round]} />);
const texts = (tag: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}[ >].*?</${tag}>`, 'g'))].map(([one]) => one.replaceAll(/<[^>]*>/g, ''));

it('tells of each rule what it asks for, what the call has, and the answer', () => {
  expect(texts('h4')).toEqual([round.title]);
  expect(html.replaceAll(/<[^>]*>/g, '')).toContain(
    'asks for namespace ops; this call comes from namespace web: noor asks for address 10.0.0.0/8; this call comes from 192.0.2.1: no',
  );
  expect(html).toContain('Rule 2 is left out: it has HTTP fields.');
});

it('opens what decides, folds the rest, and says how much is not listed', () => {
  expect([...html.matchAll(/<details( open="")?>/g)].map(([, open]) => open !== undefined)).toEqual([false, true]);
  expect(html).toContain('2 more policies, none of which decides.');
  expect(html).toContain('1 more rule, none of which matches.');
});

it('is nothing where no policy asks', () => {
  expect(renderToStaticMarkup(<PolicyRounds rounds={[]} />)).toBe('');
});
