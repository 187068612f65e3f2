import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { ref } from '../state/refs.ts';
import type { PolicyEffect } from './policy-answer.ts';
import { policyEffect } from './policy-effect.ts';

const shop = (): Mesh =>
  mesh()
    .namespace('shop', { ambient: true, waypoint: 'waypoint' })
    .namespace('web', { ambient: true })
    .waypoint('shop/waypoint')
    .app('shop/cart')
    .app('web/front');

const effectOf = (m: Mesh, kind: string, name: string): PolicyEffect => {
  const [namespace, own] = name.split('/') as [string, string];
  const answer = policyEffect(stateOf(m.bundle()), ref(kind, namespace, own));
  if (!answer.ok) throw new Error(answer.reason);
  return answer.value;
};

describe('routes', () => {
  const route = (parent: object, more: object = {}, name = 'shop/r') => {
    const [namespace, own] = name.split('/');
    return {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { namespace: namespace!, name: own! },
      spec: { parentRefs: [parent], rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }], ...more },
    };
  };
  const service = (name: string, more: object = {}) => ({ group: '', kind: 'Service', name, ...more });

  it('R2: at the waypoint of the Service that is its parent, and nowhere where it has none', () => {
    const there = effectOf(shop().object(route(service('cart'))), 'HTTPRoute', 'shop/r');
    expect(there.enforced).toMatchObject([{ at: 'waypoint', objects: [ref('Service', 'shop', 'cart')] }]);
    const none = effectOf(shop().object(route(service('front'), {}, 'web/r')), 'HTTPRoute', 'web/r');
    expect(none.notEnforced).toMatchObject([{ rule: 'R2', why: expect.stringMatching(/^has no waypoint/) }]);
    expect(effectOf(shop().object(route(service('no'))), 'HTTPRoute', 'shop/r').notEnforced[0]!.why).toBe(
      'does not exist',
    );
  });

  it('R3: not from a namespace that is neither the Service’s nor the waypoint’s', () => {
    const far = shop().object(route(service('cart', { namespace: 'shop' }), {}, 'web/r'));
    expect(effectOf(far, 'HTTPRoute', 'web/r').notEnforced).toMatchObject([{ rule: 'R3' }]);
  });

  it('G1: at the gateway that takes it', () => {
    const m = shop().namespace('edge').gateway('edge/public', { routes: [] });
    const gateway = { kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'public', namespace: 'edge' };
    const { enforced, notEnforced } = effectOf(m.object(route(gateway)), 'HTTPRoute', 'shop/r');
    expect(enforced.length + notEnforced.length).toBe(1);
    const absent = effectOf(shop().object(route(gateway)), 'HTTPRoute', 'shop/r');
    expect(absent.notEnforced).toMatchObject([{ rule: 'G1', why: 'does not exist' }]);
  });

  const virtual = (spec: object) =>
    shop().object({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { namespace: 'shop', name: 'v' },
      spec: { hosts: ['cart'], http: [{ route: [{ destination: { host: 'cart' } }] }], ...spec },
    });

  it('R4: a VirtualService at the waypoint of the Services its hosts name; classic gateways are not looked at', () => {
    const { enforced, notEnforced } = effectOf(virtual({ gateways: ['mesh', 'old'] }), 'VirtualService', 'shop/v');
    expect(enforced).toMatchObject([{ at: 'waypoint', objects: [ref('Service', 'shop', 'cart')] }]);
    expect(notEnforced).toMatchObject([{ rule: 'G4' }]);
    expect(effectOf(virtual({ hosts: ['nobody'] }), 'VirtualService', 'shop/v').notEnforced).toMatchObject([
      { rule: 'R4' },
    ]);
  });

  it('R4: the older of two holders wins', () => {
    const m = virtual({}).object(route(service('cart')));
    const kinds = ['VirtualService/v', 'HTTPRoute/r'].map((text) => text.split('/') as [string, string]);
    const effects = kinds.map(([kind, name]) => effectOf(m, kind, `shop/${name}`));
    expect(effects.filter(({ enforced }) => enforced.length > 0)).toHaveLength(1);
    expect(effects.flatMap(({ notEnforced }) => notEnforced.map(({ rule }) => rule))).toEqual(['R4']);
  });
});
