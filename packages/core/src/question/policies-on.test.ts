import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { aboutService } from './about-service.ts';
import { aboutWorkload } from './about-workload.ts';

const shop = (): Mesh =>
  mesh()
    .namespace('shop', { ambient: true, waypoint: 'waypoint' })
    .namespace('web', { ambient: true })
    .namespace('plain')
    .waypoint('shop/waypoint')
    .app('shop/cart', { replicas: 2 })
    .app('shop/stock')
    .app('plain/old');

const WEB = { from: [{ source: { namespaces: ['web'] } }] };
const GET = { to: [{ operation: { methods: ['GET'] } }] };
const CART = { selector: { matchLabels: { app: 'cart' } } };
const TO_CART = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };

const onService = (m: Mesh, name = 'shop/cart') => {
  const [namespace, own] = name.split('/') as [string, string];
  return aboutService(stateOf(m.bundle()), namespace, own)!.policies.map(({ object, effect, at, why }) => ({
    name: object.name,
    effect,
    at,
    why,
  }));
};

describe('policiesOn', () => {
  it('A1-A3: tells where each that holds is enforced, and none of the others', () => {
    const m = shop()
      .authorizationPolicy('shop/by-selector', { ...CART, rules: [WEB] })
      .authorizationPolicy('shop/by-target', { ...TO_CART, rules: [GET] })
      .authorizationPolicy('shop/by-gateway', {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
        rules: [WEB],
      })
      .authorizationPolicy('shop/of-stock', { selector: { matchLabels: { app: 'stock' } }, rules: [WEB] })
      .peerAuthentication('shop/default', 'STRICT')
      .networkPolicy('shop/ports', { podSelector: { matchLabels: { app: 'cart' } }, ingress: [{}] });
    const places = Object.fromEntries(onService(m).map(({ name, effect, at }) => [name, `${effect} ${at.join()}`]));
    expect(places).toEqual({
      'by-selector': 'enforced ztunnel',
      'by-target': 'enforced waypoint',
      'by-gateway': 'enforced waypoint',
      default: 'enforced ztunnel',
      ports: 'enforced network',
    });
  });

  it('A5: tells rules that ztunnel leaves out', () => {
    const [policy] = onService(shop().authorizationPolicy('shop/l7', { ...CART, rules: [WEB, GET] }));
    expect(policy).toMatchObject({ effect: 'partly', at: ['ztunnel'] });
    expect(policy!.why[0]).toMatch(/^Rule 2: It asks for HTTP/);
  });

  it('tells what looks as if it held and does not, with why', () => {
    const m = shop()
      .authorizationPolicy('plain/outside', { selector: { matchLabels: { app: 'old' } }, rules: [WEB] })
      .authorizationPolicy('plain/target', {
        targetRefs: [{ group: '', kind: 'Service', name: 'old' }],
        rules: [WEB],
      });
    const found = onService(m, 'plain/old');
    expect(found.map(({ name, effect }) => [name, effect])).toEqual([
      ['outside', 'not-enforced'],
      ['target', 'not-enforced'],
    ]);
    expect(found[0]!.why).toEqual(['Deployment `plain/old` has pods outside the mesh, for which nobody enforces it.']);
    expect(found[1]!.why).toEqual(['Target Service `plain/old` has no waypoint.']);
  });

  it('says the same of the workload, and which kinds were not read', () => {
    const m = shop()
      .authorizationPolicy('shop/by-selector', { ...CART, rules: [WEB] })
      .unread('NetworkPolicy', 'shop', 'no');
    const { policies, policiesUnknown, services } = aboutWorkload(stateOf(m.bundle()), 'shop', 'cart')!;
    expect(policies.map(({ object, effect }) => [object.name, effect])).toEqual([['by-selector', 'enforced']]);
    expect(policiesUnknown[0]).toContain('NetworkPolicy objects in namespace shop');
    expect(services.map(({ name }) => name)).toEqual(['cart']);
  });
});
