import { expect, test } from 'vitest';
import { service, serviceEntry, smallMesh } from '../small-mesh.ts';
import { lostHosts } from './duplicate-hosts.ts';

const at = (createdAt: string) => ({ createdAt });

test('S2: the younger entry of a namespace loses the host, and every entry loses it to a Service', () => {
  const mesh = smallMesh({
    services: [service('shop/cart')],
    serviceEntries: [
      serviceEntry('shop/young', { hosts: ['a.example', 'b.example'], ...at('2026-01-02T00:00:00Z') }),
      serviceEntry('shop/old', { hosts: ['a.example'], ...at('2026-01-01T00:00:00Z') }),
      serviceEntry('web/other', { hosts: ['a.example'], ...at('2026-01-03T00:00:00Z') }),
      serviceEntry('shop/cart', { hosts: ['cart.shop.svc.cluster.local'], ...at('2020-01-01T00:00:00Z') }),
      serviceEntry('web/cart', { hosts: ['cart.shop.svc.cluster.local'] }),
    ],
  });
  const lost = lostHosts(mesh).map(
    ({ entry, host, winner }) =>
      `${entry.namespace}/${entry.name} loses ${host} to ${winner.source.kind} ${winner.name}`,
  );
  expect(lost).toEqual([
    'shop/young loses a.example to ServiceEntry old',
    'shop/cart loses cart.shop.svc.cluster.local to Service cart',
  ]);
});
