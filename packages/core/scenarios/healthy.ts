import type { Mesh } from './mesh/mesh.ts';
import { mesh } from './mesh/mesh.ts';
import type { MeshOptions } from './mesh/start-spec.ts';
import type { Scenario } from './scenario.ts';
import { expectDelivered } from './scenario.ts';

/** A small shop on two nodes; other scenarios bend it. */
export function smallShop(options: MeshOptions = {}): Mesh {
  return mesh(options)
    .namespace('web', { ambient: true })
    .namespace('shop', { ambient: true, waypoint: 'waypoint' })
    .namespace('data', { ambient: true })
    .waypoint('shop/waypoint')
    .app('web/frontend', { replicas: 2, calls: ['shop/cart:80', 'shop/catalog:80'] })
    .app('shop/cart', { replicas: 2, calls: ['data/orders-db:5432'] })
    .app('shop/catalog', { replicas: 2, calls: ['data/orders-db:5432'] })
    .app('data/orders-db', { kind: 'StatefulSet', ports: [{ port: 5432, name: 'tcp-postgres', appProtocol: 'tcp' }] });
}

export const healthy: Scenario = {
  id: 'healthy',
  title: 'Nothing is wrong',
  bundle: () => smallShop({ traffic: true }).bundle(),
  asks: [
    expectDelivered('web/frontend', 'shop/cart:80', 'shop/waypoint'),
    expectDelivered('web/frontend', 'shop/catalog:80', 'shop/waypoint'),
    expectDelivered('shop/cart', 'data/orders-db:5432', null),
    expectDelivered('shop/catalog', 'data/orders-db:5432', null),
  ],
};

/** The same with Kubernetes objects alone: ztunnel's own state stays unknown, nothing may be called broken. */
export const healthyTier0: Scenario = {
  id: 'healthy-tier0',
  title: 'Nothing is wrong, and no component may be asked',
  bundle: () => smallShop().forbidReadings().bundle(),
  asks: [
    {
      from: 'web/frontend',
      to: 'shop/cart:80',
      expect: { verdict: ['delivered', 'unknown'], hop: null, waypoint: 'shop/waypoint' },
    },
    {
      from: 'shop/cart',
      to: 'data/orders-db:5432',
      expect: { verdict: ['delivered', 'unknown'], hop: null, waypoint: null },
    },
  ],
};
