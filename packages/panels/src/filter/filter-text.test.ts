import { describe, expect, it } from 'vitest';
import { parseFilter, valuesOf, withoutPart, withProblems, withValues, writeTerm } from './filter-text.ts';

const terms = (text: string) => parseFilter(text).terms.map(writeTerm);
const messages = (text: string) => parseFilter(text).troubles.map(({ message }) => message);

describe('parseFilter', () => {
  it.each([
    ['', []],
    ['cart', ['cart']],
    ['cart ns:shop,web', ['cart', 'ns:shop,web']],
    ['-ns:kube-system -cart', ['-ns:kube-system', '-cart']],
    ['State:Blocked BLAME:istio', ['state:blocked', 'blame:istio']],
    ['"no running pods"', ['"no running pods"']],
    ['from:"web/front end",cart', ['from:"web/front end",cart']],
    ['"ns:shop"', ['"ns:shop"']],
    ['to:shop/*', ['to:shop/*']],
    ['shop/cart:80', ['shop/cart:80']],
    ['ns:,shop,', ['ns:shop']],
    ['-', ['"-"']],
  ])('%s', (text, expected) => {
    expect(terms(text)).toEqual(expected);
    expect(messages(text)).toEqual([]);
  });

  it('takes a callee with its port for words', () => {
    expect(parseFilter('cart:80').terms).toEqual([
      { at: 0, end: 7, key: 'text', values: ['cart:80'], isNegated: false },
    ]);
  });

  it('says where a part is that it does not understand, and keeps the others', () => {
    const { terms: kept, troubles } = parseFilter('cart nss:shop ns:web');
    expect(kept.map(writeTerm)).toEqual(['cart', 'ns:web']);
    expect(troubles).toEqual([
      {
        at: 5,
        end: 13,
        message: 'There is no key nss; there are ns, state, cause, blame, waypoint, from, to, node.',
      },
    ]);
  });

  it.each([
    [
      'state:blokced',
      'There is no state blokced; there are problem, blocked, degraded, varies, conflict, unknown, delivered.',
    ],
    ['blame:istio,me', 'There is no blame me; there are kubernetes, application, istio, configuration.'],
    ['ns:', 'ns: has no value.'],
    ['ns:,', 'ns: has no value.'],
    ['from:"web', 'The quote that begins here has no end.'],
    ['constructor:x', 'There is no key constructor; there are ns, state, cause, blame, waypoint, from, to, node.'],
    [
      'state:toString',
      'There is no state tostring; there are problem, blocked, degraded, varies, conflict, unknown, delivered.',
    ],
    ['""', 'There is nothing to look for.'],
  ])('%s is told', (text, message) => {
    expect(parseFilter(text)).toEqual({ terms: [], troubles: [{ at: 0, end: text.length, message }] });
  });

  it('reads so much and no more', () => {
    const { terms: kept, troubles } = parseFilter('a '.repeat(5000));
    expect(kept).toHaveLength(1000);
    expect(troubles[0]).toMatchObject({ at: 2000, end: 10_000 });
  });

  it('reads what it wrote, whatever the values', () => {
    const odd = ['a b', 'a,b', '"', '\\', '-a', 'ns:a', 'é*', '\\"', ':', 'a"b c'];
    for (const value of odd) {
      for (const key of ['text', 'from'] as const) {
        const term = { key, values: [value, 'x'], isNegated: true };
        expect(parseFilter(writeTerm(term))).toMatchObject({ terms: [term], troubles: [] });
      }
    }
  });

  it('stays quick on a hostile text', () => {
    const before = performance.now();
    parseFilter('"\\'.repeat(100_000));
    parseFilter(`${'"a" '.repeat(50_000)}"`);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('a changed text', () => {
  it('loses one part', () => {
    const text = 'cart  ns:shop state:blocked';
    expect(withoutPart(text, parseFilter(text).terms[1]!)).toBe('cart state:blocked');
  });

  it('gets other values for a key', () => {
    expect(withValues('cart -ns:ops', 'ns', ['shop', 'web'])).toBe('cart -ns:ops ns:shop,web');
    expect(withValues('ns:shop,web cart', 'ns', ['data'])).toBe('cart ns:data');
    expect(withValues('ns:shop', 'ns', [])).toBe('');
    expect(valuesOf(parseFilter('-ns:ops ns:shop,web'), 'ns')).toEqual(['shop', 'web']);
  });

  it('is about problems only, or not', () => {
    expect(withProblems('ns:shop', true)).toBe('ns:shop state:problem');
    expect(withProblems('ns:shop state:problem', true)).toBe('ns:shop state:problem');
    expect(withProblems('state:problem ns:shop state:problem', false)).toBe('ns:shop');
    expect(withProblems('-state:problem', true)).toBe('-state:problem state:problem');
  });
});
