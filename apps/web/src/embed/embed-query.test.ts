import { readTime } from '@hopscope/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEmbedQuery } from './embed-query.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const read = (search: string) => readEmbedQuery(search, NOW);

describe('readEmbedQuery', () => {
  it('has a value for everything where nothing is asked', () => {
    expect(read('')).toMatchObject({
      namespaces: [],
      focus: '',
      depth: 1,
      at: null,
      refresh: 10_000,
      theme: 'auto',
      links: 'tab',
      interactive: true,
      motion: true,
      fit: 'content',
    });
  });

  it.each([
    ['ns=shop,web', { namespaces: ['shop', 'web'] }],
    ['var-namespace=shop&var-namespace=web', { namespaces: ['shop', 'web'] }],
    ['var-namespace=$__all', { namespaces: [] }],
    ['ns=SHOP,<b>', { namespaces: [] }],
    ['focus=shop/cart&depth=9', { focus: 'shop/cart', depth: 6 }],
    ['ask=web/a -> shop/b:80', { ask: 'web/a -> shop/b:80' }],
    ['from=web/a&to=shop/b:80', { ask: 'web/a -> shop/b:80', since: null, until: null }],
    ['from=outside&to=shop/b:80', { ask: 'outside -> shop/b:80' }],
    ['from=now-1h&to=now', { since: '2026-11-20T09:00:00.000Z', until: '2026-11-20T10:00:00.000Z', at: null }],
    ['from=1763625600000&to=1763629200000', { since: '2025-11-20T08:00:00.000Z', at: '2025-11-20T09:00:00.000Z' }],
    ['at=2026-11-20T09:30:00Z', { at: '2026-11-20T09:30:00.000Z' }],
    ['at=17&refresh=1s', { at: '17', refresh: 5_000 }],
    ['refresh=off', { refresh: null }],
    ['refresh=2m', { refresh: 120_000 }],
    ['theme=dark&contrast=more&motion=off', { theme: 'dark', contrast: 'more', motion: false }],
    ['theme=purple&links=javascript:', { theme: 'auto', links: 'tab' }],
    ['interactive=0&links=host&fit=frame', { interactive: false, links: 'host', fit: 'frame' }],
    ['min=10&max=99999', { min: 60, max: 8_000 }],
    ['tz=Europe/Berlin&locale=de-DE', { timeZone: 'Europe/Berlin', locale: 'de-DE' }],
    ['tz=Nowhere/Land&locale=a_b', { timeZone: null, locale: null }],
    ['locale=xx-12345678-u', { locale: null }],
    ['unknown=1&__proto__=2', { namespaces: [] }],
  ])('reads %s', (search, expected) => {
    expect(read(`?${search}`)).toMatchObject(expected);
  });

  it('hides what it is told to, and what kiosk means', () => {
    expect([...read('?hide=title,legend,everything').hide]).toEqual(['title', 'legend']);
    expect([...read('?kiosk').hide]).toEqual(['title', 'toolbar']);
  });

  it('warns of spellings that will go', () => {
    expect(read('?namespace=shop')).toMatchObject({ namespaces: ['shop'] });
    expect(read('?namespace=shop').warnings).toHaveLength(1);
  });

  it('never throws, and stays in its bounds', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.string(), (query, noise) => {
        for (const text of [query, noise, `from=${noise}&to=${noise}&at=${noise}&tz=${noise}&min=${noise}`]) {
          const { depth, min, max, namespaces } = read(`?${text}`);
          expect(depth >= 1 && depth <= 6 && min >= 60 && max <= 8_000 && namespaces.length <= 100).toBe(true);
        }
      }),
    );
  });
});

it.each([
  ['now', '2026-11-20T10:00:00.000Z'],
  ['now-15m', '2026-11-20T09:45:00.000Z'],
  ['now-1d/d', '2026-11-19T10:00:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['yesterday', null],
  ['now-1y', null],
  ['99999999999999999', null],
])('readTime of %s', (text, expected) => expect(readTime(text, NOW)).toBe(expected));
