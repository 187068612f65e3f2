import { expect, it } from 'vitest';
import { readMeshUrl } from '../mesh/mesh-url.ts';
import { type PanelName, readEmbedQuery } from './embed-query.ts';
import { fullUrl } from './full-url.ts';

const SHOWN = { asOf: '2026-11-20T10:00:00.000Z', subjects: ['service:shop/cart'] };

it.each<[PanelName, string, string]>([
  ['map', '?ns=shop,web', '/?namespaces=shop%2Cweb'],
  ['problems', '', '/'],
  ['path', '?ask=web/a -> shop/b:80&at=7', '/path?from=web/a&to=shop/b:80&at=7'],
  ['edge', '?from=web/a&to=shop/b:80', '/path?from=web/a&to=shop/b:80'],
  ['workload', '?focus=shop/cart', '/workloads/shop/cart'],
  ['map', '?focus=shop/cart', '/?selected=service%3Ashop%2Fcart'],
  ['edge', '?focus=some-link', '/?selected=service%3Ashop%2Fcart'],
  ['map', '?at=2026-11-20T09:00:00Z', '/?at=2026-11-20T09%3A00%3A00.000Z'],
  ['problems', '?at=17', '/?at=2026-11-20T10%3A00%3A00.000Z'],
  ['changes', '?ns=shop', '/?changes=all&changesOf=shop'],
  ['changes', '?ns=shop,web', '/?changes=all'],
])('%s %s opens in full at %s', (panel, search, expected) => {
  expect(fullUrl(panel, readEmbedQuery(search, 0), SHOWN)).toBe(expected);
});

it('knows no more than was asked before anything is shown', () => {
  expect(fullUrl('map', readEmbedQuery('?focus=shop/cart&at=17', 0))).toBe('/?selected=shop%2Fcart');
});

it('says it in the words that the page of the mesh reads', () => {
  const search = fullUrl('map', readEmbedQuery('?ns=shop&focus=shop/cart&at=2026-11-20T09:00:00Z', 0), SHOWN);
  expect(readMeshUrl(new URLSearchParams(search.slice(1)))).toMatchObject({
    q: 'ns:shop',
    selected: 'service:shop/cart',
    at: '2026-11-20T09:00:00.000Z',
  });
});
