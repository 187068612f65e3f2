import { expect, test } from 'vitest';
import { smallMesh } from '../small-mesh.ts';
import { destinationRulesFor, isExportedTo, subsetOf } from './destination-rules.ts';
import { destinationRule } from './small-routes.ts';

const HOST = 'cart.shop.svc.cluster.local';
const names = (rules: ReturnType<typeof destinationRule>[], proxy = 'edge'): string[] =>
  destinationRulesFor(smallMesh({ destinationRules: rules }), HOST, proxy, 'shop').map(
    (rule) => `${rule.namespace}/${rule.name}`,
  );

test.each([
  [
    "the proxy's namespace first",
    [destinationRule('shop/a', HOST, []), destinationRule('edge/b', HOST, [])],
    ['edge/b'],
  ],
  [
    "then the Service's",
    [destinationRule('shop/a', 'cart', []), destinationRule('istio-system/c', HOST, [])],
    ['shop/a'],
  ],
  ['then the root namespace', [destinationRule('istio-system/c', '*.shop.svc.cluster.local', [])], ['istio-system/c']],
  ['never any other', [destinationRule('web/d', HOST, [])], []],
  [
    'an exact host before a wildcard',
    [destinationRule('shop/w', '*.svc.cluster.local', []), destinationRule('shop/a', HOST, [])],
    ['shop/a'],
  ],
  [
    'several for one host are taken together',
    [destinationRule('shop/a', HOST, []), destinationRule('shop/b', HOST, [])],
    ['shop/a', 'shop/b'],
  ],
  ['one that the proxy may not see', [destinationRule('shop/a', HOST, [], ['.'])], []],
])('R5: %s', (_name, rules, expected) => {
  expect(names(rules)).toEqual(expected);
});

test('R5: a subset, of any of the rules for the host', () => {
  const mesh = smallMesh({
    destinationRules: [destinationRule('shop/a', HOST, ['v1']), destinationRule('shop/b', HOST, ['v2'])],
  });
  expect(subsetOf(mesh, HOST, 'edge', 'shop', 'v2')).toMatchObject({
    kind: 'found',
    labels: { version: 'v2' },
    rule: { name: 'b' },
  });
  expect(subsetOf(mesh, HOST, 'edge', 'shop', 'v3')).toMatchObject({ kind: 'missing', rule: { name: 'a' } });
  expect(subsetOf(smallMesh({}), HOST, 'edge', 'shop', 'v3')).toEqual({ kind: 'missing', rule: null });
  expect(subsetOf(smallMesh({ sources: [] }), HOST, 'edge', 'shop', 'v3')).toMatchObject({ kind: 'unknown' });
});

test.each([
  [[], true],
  [['*'], true],
  [['.'], false],
  [['edge'], true],
  [['web', '.'], false],
])('whom an object is shown to: %j', (exportTo, seen) => {
  expect(isExportedTo(exportTo, 'shop', 'edge')).toBe(seen);
  expect(isExportedTo(exportTo, 'edge', 'edge')).toBe(exportTo.length !== 1 || exportTo[0] !== 'web');
});
