import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { ref } from '../state/refs.ts';
import { WaypointTraffic, waypointTraffic } from './waypoint-traffic.ts';

const shop = (): Mesh =>
  mesh()
    .namespace('shop', { ambient: true, waypoint: 'waypoint' })
    .namespace('web', { ambient: true })
    .namespace('plain')
    .waypoint('shop/waypoint')
    .app('shop/cart')
    .app('web/front', { calls: ['shop/cart:80'] })
    .app('web/aside', { sidecar: true, calls: ['shop/cart:80'] })
    .app('plain/old', { calls: ['shop/cart:80'] });

const trafficOf = (m: Mesh): WaypointTraffic => {
  const answer = waypointTraffic(stateOf(m.bundle()), 'shop', 'waypoint');
  if (!answer.ok) throw new Error(answer.reason);
  expect([...Value.Errors(WaypointTraffic, answer.value)].slice(0, 1)).toEqual([]);
  return answer.value;
};

describe('waypointTraffic', () => {
  it('W14: tells which calls pass and which pass it by, and why', () => {
    const { bound, calls, sentence, trafficType } = trafficOf(shop());
    expect(bound).toEqual([{ object: ref('Service', 'shop', 'cart'), level: 'namespace', unused: '' }]);
    expect(trafficType).toBe('service');
    expect(calls.map(({ ask, passes, why }) => [ask, passes, why])).toEqual([
      ['plain/old -> shop/cart:80', false, 'the caller is outside the mesh'],
      ['web/aside -> shop/cart:80', false, 'the caller has a sidecar and chooses the pod itself'],
      ['web/front -> shop/cart:80', true, ''],
    ]);
    expect(sentence).toBe('Waypoint `shop/waypoint` serves 1 object; 1 of 3 known calls to these pass it.');
  });

  it('W14: a headless Service is bound and yet no traffic uses the waypoint', () => {
    const m = shop().edit('Service', (object) => {
      if (object.metadata.name === 'cart')
        Object.assign(object['spec'] as object, { clusterIP: 'None', clusterIPs: ['None'] });
    });
    const { bound, sentence } = trafficOf(m);
    expect(bound[0]!.unused).toMatch(/headless/);
    expect(sentence).toMatch(/, 1 of which no traffic uses;/);
  });

  it('W10: workloads are bound by themselves', () => {
    const m = mesh()
      .namespace('shop', { ambient: true })
      .waypoint('shop/waypoint', { for: 'all' })
      .app('shop/cart', { labels: { 'istio.io/use-waypoint': 'waypoint' } });
    expect(trafficOf(m).bound.map(({ object, level }) => [object.kind, level])).toContainEqual([
      'Deployment',
      'object',
    ]);
  });

  it('A2: lists what it enforces, and for what', () => {
    const target = (kind: string, name: string) => [{ kind, group: '', name }];
    const m = shop()
      .authorizationPolicy('shop/cart', { targetRefs: target('Service', 'cart') })
      .authorizationPolicy('shop/all', { targetRefs: target('Gateway', 'waypoint') })
      .authorizationPolicy('shop/elsewhere', { selector: { matchLabels: { app: 'cart' } } })
      .authorizationPolicy('web/none', { targetRefs: target('Service', 'front') });
    expect(trafficOf(m).enforces).toEqual([
      { object: ref('AuthorizationPolicy', 'shop', 'all'), for: [] },
      { object: ref('AuthorizationPolicy', 'shop', 'cart'), for: [ref('Service', 'shop', 'cart')] },
    ]);
  });

  it('R2: and the routes that hold for what is bound to it', () => {
    const m = shop().meshRoute('shop/cart', [
      { path: '/', to: [{ namespace: 'shop', name: 'cart', port: 80, weight: 1 }] },
    ]);
    expect(trafficOf(m).enforces).toMatchObject([
      { object: { kind: 'HTTPRoute' }, for: [ref('Service', 'shop', 'cart')] },
    ]);
  });

  it('W13: says why nothing can pass', () => {
    expect(trafficOf(shop()).problems).toEqual([]);
    expect(trafficOf(shop().scale('shop/waypoint', 0)).problems).toEqual([
      'None of its pods is ready: every call that must pass it fails.',
    ]);
  });

  it('R6: does not call pods missing that may not be listed', () => {
    const { problems, notKnown } = trafficOf(shop().unread('Pod', 'shop', 'no'));
    expect([problems, notKnown.length]).toEqual([[], 1]);
  });

  it('knows what is not there from what may not be seen', () => {
    const seen = waypointTraffic(stateOf(mesh().bundle()), 'shop', 'waypoint');
    expect(seen).toEqual({ ok: false, reason: 'There is no Gateway shop/waypoint.' });
    const unseen = waypointTraffic(stateOf(mesh().unread('Gateway', null, 'no').bundle()), 'shop', 'waypoint');
    expect(unseen).toMatchObject({ reason: expect.stringMatching(/is not known: /) });
  });
});
