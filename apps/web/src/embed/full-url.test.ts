import { expect, it } from 'vitest';
import { type PanelName, readEmbedQuery } from './embed-query.ts';
import { fullUrl } from './full-url.ts';

it.each<[PanelName, string, string]>([
  ['map', '?ns=shop,web', '/?namespaces=shop%2Cweb'],
  ['problems', '', '/'],
  ['path', '?ask=web/a -> shop/b:80&at=7', '/path?from=web/a&to=shop/b:80&at=7'],
  ['edge', '?from=web/a&to=shop/b:80', '/path?from=web/a&to=shop/b:80'],
  ['workload', '?focus=shop/cart', '/workloads/shop/cart'],
  ['map', '?focus=service:shop/cart', '/?selected=service%3Ashop%2Fcart'],
])('%s %s opens in full at %s', (panel, search, expected) => {
  expect(fullUrl(panel, readEmbedQuery(search, 0))).toBe(expected);
});
