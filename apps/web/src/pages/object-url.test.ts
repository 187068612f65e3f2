import { ref } from '@hopscope/core';
import { expect, it } from 'vitest';
import { objectUrl } from './object-url.ts';

it.each([
  [ref('Service', 'shop', 'cart'), '/services/shop/cart'],
  [ref('StatefulSet', 'data', 'redis'), '/workloads/data/redis?kind=StatefulSet'],
  [ref('Gateway', 'shop', 'waypoint'), '/components#shop%2Fwaypoint'],
  [ref('Node', '', 'node-1'), '/components?node=node-1'],
  [
    ref('AuthorizationPolicy', 'payments', 'ledger'),
    '/policies?namespace=payments&policy=AuthorizationPolicy+payments%2Fledger',
  ],
  [ref('Namespace', '', 'shop'), '/policies?namespace=shop'],
  [ref('ConfigMap', 'istio-system', 'istio'), null],
])('leads from %o to %s', (object, url) => {
  expect(objectUrl(object)).toBe(url);
});
