import { expect, test } from 'vitest';
import type { RequestAuthentication } from '../../state/istio.ts';
import { gateway, gatewayClass, metadata, pod, smallMesh } from '../small-mesh.ts';
import { readsNothing, tokensAtWaypoint } from './request-authentication.ts';

const tokens = (name: string, rest: Partial<RequestAuthentication> = {}): RequestAuthentication => ({
  ...metadata(name),
  selector: null,
  targetRefs: [],
  issuers: ['i'],
  readsOtherPlaces: false,
  withoutKeys: [],
  conditions: [],
  ...rest,
});
const target = (kind: string, name: string) => ({ group: '', kind, namespace: 'shop', name });
const waypoint = gateway('shop/wp');
const cart = { kind: 'Service' as const, namespace: 'shop', name: 'cart' };

test.each([
  ['the Service', [target('Service', 'cart')], 1],
  ['another Service', [target('Service', 'other')], 0],
  ['the waypoint', [target('Gateway', 'wp')], 1],
  ['nothing: the selector form never applies', [], 0],
])('R8: at a waypoint counts what targets %s', (_name, targetRefs, count) => {
  const mesh = smallMesh({ gateways: [waypoint], requestAuthentications: [tokens('shop/t', { targetRefs })] });
  expect(tokensAtWaypoint(mesh, waypoint, cart).policies).toHaveLength(count);
});

test('R12: one without a valid key is refused', () => {
  const policy = tokens('shop/t', { targetRefs: [target('Service', 'cart')], withoutKeys: ['i'] });
  const mesh = smallMesh({ gateways: [waypoint], requestAuthentications: [policy] });
  expect(tokensAtWaypoint(mesh, waypoint, cart).refused).toBe(policy);
});

const captured = pod('shop/a', { labels: { app: 'a' }, annotations: { 'ambient.istio.io/redirection': 'enabled' } });
const sidecar = pod('shop/b', { labels: { app: 'b' }, annotations: { 'sidecar.istio.io/status': '{}' } });
const ofGateway = (name: string) =>
  pod(`shop/${name}-1`, { labels: { 'gateway.networking.k8s.io/gateway-name': name } });
const ingress = gateway('shop/edge', { className: 'istio' });
const istio = gatewayClass('istio', { controller: 'istio.io/gateway-controller' });

test.each([
  ['pods in ambient mode alone', [captured], {}, true],
  ['a sidecar beside them', [captured, sidecar], {}, false],
  ['a sidecar that is not selected', [captured, sidecar], { selector: { app: 'a' } }, true],
  ['a waypoint beside them', [captured, ofGateway('wp')], {}, true],
  ['an ingress gateway beside them', [captured, ofGateway('edge')], {}, false],
  ['nothing in ambient mode', [pod('shop/c')], {}, false],
  ['a target', [captured], { targetRefs: [target('Service', 'cart')] }, false],
])('R8: a policy without a target reads nothing: %s', (_name, pods, rest, nothing) => {
  const mesh = smallMesh({ pods, gateways: [waypoint, ingress], gatewayClasses: [istio] });
  expect(readsNothing(mesh, tokens('shop/t', rest))).toBe(nothing);
});

test('R8: one for the whole mesh may be read anywhere', () => {
  expect(readsNothing(smallMesh({ pods: [captured] }), tokens('istio-system/t'))).toBe(false);
});
