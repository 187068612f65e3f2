import { describe, expect, test } from 'vitest';
import type { RouteBackend } from '../../state/gateway-api.ts';
import { metadata, service, serviceEntry, servicePort, smallMesh } from '../small-mesh.ts';
import { resolveBackend, resolveDestination } from './route-backends.ts';
import type { BackendTarget } from './route-rules.ts';
import { backend, destinationRule, route, virtualService } from './small-routes.ts';

const cart = service('shop/cart');
const far = service('far/api');
const alias = service('shop/alias', { type: 'ExternalName', externalName: 'a.example', selector: null });
const services = [
  cart,
  far,
  alias,
  service('shop/two', { ports: [servicePort({}), servicePort({ name: 'b', port: 81 })] }),
];

const words = (target: BackendTarget): string =>
  target.kind === 'broken' ? `${target.because} ${target.status}` : target.kind;

describe('R10: what a backend of a route is', () => {
  const mesh = smallMesh({ services });
  const resolved = (one: RouteBackend, asksForGrant = false) =>
    resolveBackend(mesh, route('shop/r'), one, asksForGrant);

  test.each([
    ['a Service and its port', backend('shop/cart:80'), 'service'],
    ['a port it does not have', backend('shop/cart:81'), 'port-missing 500'],
    ['no port', backend('shop/cart'), 'no-port 500'],
    ['no such Service', backend('shop/gone:80'), 'not-found 500'],
    ['another namespace, within the mesh', backend('far/api:80'), 'service'],
    [
      'a kind of another project',
      backend('shop/x:80', { kind: 'InferencePool', group: 'inference.networking.k8s.io' }),
      'unknown',
    ],
    ['a kind that is no backend', backend('shop/x:80', { kind: 'ConfigMap' }), 'kind 500'],
    ['a name outside', backend('shop/alias:80'), 'unknown'],
  ])('%s', (_name, one, expected) => {
    expect(words(resolved(one))).toBe(expected);
  });

  test('a Hostname of Istio', () => {
    const hostname = (name: string) => backend(`shop/x:80`, { kind: 'Hostname', group: 'networking.istio.io', name });
    expect(words(resolved(hostname('cart.shop.svc.cluster.local')))).toBe('service');
    expect(words(resolved(hostname('gone.example')))).toBe('not-found 500');
  });

  const grant = (from: object, to: object) => ({
    ...metadata('far/g'),
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop', ...from }],
    to: [{ group: '', kind: 'Service', name: '', ...to }],
  });
  test.each([
    ['no grant', [], 'not-permitted 500'],
    ['a grant for all Services', [grant({}, {})], 'service'],
    ['for this one', [grant({}, { name: 'api' })], 'service'],
    ['for another', [grant({}, { name: 'other' })], 'not-permitted 500'],
    ['for another kind of route', [grant({ kind: 'GRPCRoute' }, {})], 'not-permitted 500'],
    ['for another namespace', [grant({ namespace: 'web' }, {})], 'not-permitted 500'],
  ])('R10: behind a Gateway, another namespace with %s', (_name, referenceGrants, expected) => {
    const granted = smallMesh({ services, referenceGrants });
    expect(words(resolveBackend(granted, route('shop/r'), backend('far/api:80'), true))).toBe(expected);
    expect(words(resolveBackend(granted, route('shop/r'), backend('shop/cart:80'), true))).toBe('service');
  });

  test('a Service that may not be seen is not missing', () => {
    const blind = smallMesh({ sources: [] });
    expect(words(resolveBackend(blind, route('shop/r'), backend('shop/cart:80'), false))).toBe('unknown');
    expect(
      words(resolveBackend(smallMesh({ services, sources: [] }), route('shop/r'), backend('far/api:80'), true)),
    ).toBe('unknown');
  });
});

describe('R4: the destination of a VirtualService', () => {
  const to = (host: string, rest: { subset?: string; port?: number } = {}) => ({
    host,
    subset: rest.subset ?? '',
    port: rest.port ?? null,
    weight: null,
  });
  const rules = [destinationRule('shop/cart', 'cart', ['v1'])];
  const mesh = smallMesh({
    services,
    destinationRules: rules,
    serviceEntries: [serviceEntry('shop/api', { hosts: ['api.example'] })],
  });
  const resolved = (destination: ReturnType<typeof to>, port = 80) =>
    resolveDestination(mesh, virtualService('shop/v'), destination, 'edge', port);

  test.each([
    ['a short host, of its own namespace', to('cart'), 'service'],
    ['a host with one dot is taken as it is', to('cart.shop'), 'not-found 503'],
    ['the full host', to('api.far.svc.cluster.local'), 'service'],
    ['a ServiceEntry', to('api.example'), 'service-entry'],
    ['nothing that is known', to('gone'), 'not-found 503'],
    ['a port it does not have', to('cart', { port: 99 }), 'port-missing 503'],
    ['R5: a subset', to('cart', { subset: 'v1' }), 'service'],
    ['R5: a subset that is not defined', to('cart', { subset: 'v9' }), 'subset-missing 503'],
  ])('%s', (_name, destination, expected) => {
    expect(words(resolved(destination))).toBe(expected);
  });

  test('without a port the only one is meant, else the one that was called', () => {
    expect(resolved(to('cart'), 9999)).toMatchObject({ port: 80 });
    expect(resolved(to('two'), 81)).toMatchObject({ port: 81 });
    expect(words(resolved(to('two'), 9999))).toBe('port-missing 503');
  });
});
