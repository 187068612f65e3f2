import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { listPolicies, PolicyList } from './policy-list.ts';

const WEB = { from: [{ source: { namespaces: ['web'] } }] };
const shop = (): Mesh =>
  mesh()
    .namespace('shop', { ambient: true })
    .namespace('web', { ambient: true })
    .app('shop/cart')
    .app('web/front')
    .authorizationPolicy('shop/good', { selector: { matchLabels: { app: 'cart' } }, rules: [WEB] })
    .authorizationPolicy('shop/typo', { selector: { matchLabels: { app: 'carts' } }, rules: [WEB] })
    .peerAuthentication('istio-system/default', 'PERMISSIVE');

const listOf = (m: Mesh, namespace = '') => listPolicies(stateOf(m.bundle()), namespace);

describe('listPolicies', () => {
  it('takes the namespace with the most, and tells those without effect first', () => {
    const list = listOf(shop());
    expect([...Value.Errors(PolicyList, list)].slice(0, 1)).toEqual([]);
    expect(list.namespace).toBe('shop');
    expect(list.policies.map(({ object, effect, action }) => [object.name, effect, action])).toEqual([
      ['typo', 'nowhere', 'ALLOW'],
      ['default', 'partly', 'PERMISSIVE'],
      ['good', 'enforced', 'ALLOW'],
    ]);
    expect(list.namespaces.find(({ name }) => name === 'shop')).toEqual({ name: 'shop', policies: 2, services: 1 });
  });

  it('R6: calls nothing without effect where what it may hold for was not read', () => {
    const list = listOf(shop().unread('Pod', 'shop', 'no'), 'shop');
    expect(list.policies.find(({ object }) => object.name === 'typo')!.effect).toBe('unknown');
  });

  it('is empty of a namespace that nobody knows, and of a mesh without anything', () => {
    expect(listOf(shop(), 'none').policies.map(({ object }) => object.name)).toEqual(['default']);
    expect(listOf(mesh()).policies).toEqual([]);
  });

  it('is bounded and says so', () => {
    const m = shop();
    for (let i = 0; i < 210; i++) m.authorizationPolicy(`shop/p-${i}`, { rules: [WEB] });
    const { policies, more } = listOf(m, 'shop');
    expect([policies.length, more]).toEqual([200, 13]);
  });
});
