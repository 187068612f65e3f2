import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { ref } from '../state/refs.ts';
import { aboutService } from './about-service.ts';
import { aboutWorkload } from './about-workload.ts';

const shop = (waypoint = 'waypoint'): Mesh =>
  mesh().namespace('shop', { ambient: true, waypoint }).namespace('web', { ambient: true }).app('shop/cart');

const bindingOf = (m: Mesh) => aboutService(stateOf(m.bundle()), 'shop', 'cart')!.binding;

describe('describeBinding', () => {
  it('W8: names the label of the namespace', () => {
    expect(bindingOf(shop().waypoint('shop/waypoint'))).toEqual({
      state: 'bound',
      sentence: 'Calls to it pass waypoint `shop/waypoint`, because a label of its namespace `shop` asks for it.',
      label: 'istio.io/use-waypoint: waypoint',
      on: ref('Namespace', '', 'shop'),
      waypoint: ref('Gateway', 'shop', 'waypoint'),
    });
  });

  it("W8: the object's own label goes before it", () => {
    const m = shop().waypoint('shop/waypoint').app('shop/own', { waypoint: 'none' });
    const { binding } = aboutService(stateOf(m.bundle()), 'shop', 'own')!;
    expect(binding).toMatchObject({ state: 'opted-out', on: ref('Service', 'shop', 'own'), waypoint: null });
    expect(binding.sentence).toBe('Calls to it pass no waypoint: a label of Service `shop/own` takes it out.');
  });

  it('W8: says why what is asked for is not had', () => {
    const { state, sentence } = bindingOf(shop('lost'));
    expect([state, sentence]).toEqual([
      'unbound',
      'Calls to it pass no waypoint: a label of its namespace `shop` asks for `shop/lost`, but there is no such Gateway.',
    ]);
  });

  it('R6: does not know what could not be read', () => {
    const m = shop().unread('Gateway', 'shop', 'forbidden');
    expect(bindingOf(m)).toMatchObject({ state: 'unknown' });
    expect(bindingOf(m).sentence).toContain('unknown, because Gateway objects in namespace shop');
  });

  it('W10: calls to the addresses of pods pass the waypoint only where it is for workloads', () => {
    const pods = (m: Mesh) => aboutWorkload(stateOf(m.bundle()), 'shop', 'cart')!.bindings;
    const [services] = pods(shop().waypoint('shop/waypoint'));
    expect(services!.binding).toMatchObject({ state: 'none', waypoint: ref('Gateway', 'shop', 'waypoint') });
    expect(services!.binding.sentence).toContain('takes no such calls');
    const [all] = pods(shop().waypoint('shop/waypoint', { for: 'all' }));
    expect(all!.binding.state).toBe('bound');
  });
});
