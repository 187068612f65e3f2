import { expect, test } from 'vitest';
import { service, smallMesh } from '../small-mesh.ts';
import { fullHost, serviceOfFullHost } from './full-host.ts';

const cart = service('shop/cart');
const mesh = smallMesh({ services: [cart], domainSuffix: 'company.example' });

test.each([
  ['cart', 'cart.shop.svc.company.example'],
  ['cart.shop', 'cart.shop'],
  ['*', '*'],
  ['*.example', '*.example'],
])('R4: %s is completed to %s', (host, full) => {
  expect(fullHost(mesh, host, 'shop')).toBe(full);
});

test.each([
  ['cart.shop.svc.company.example', true],
  ['cart.shop.svc.cluster.local', false],
  ['x.cart.shop.svc.company.example', false],
  ['shop.svc.company.example', false],
  ['cart.shop', false],
])('the Service of %s: %j', (host, found) => {
  expect(serviceOfFullHost(mesh, host) === cart).toBe(found);
});
