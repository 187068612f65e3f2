import { expect, test } from 'vitest';
import type { Listener, Route } from '../../state/gateway-api.ts';
import { backend, parentRef, pathPrefix, route, routeRule } from '../route/small-routes.ts';
import { gateway, listener, service, smallMesh } from '../small-mesh.ts';
import { hostsFor, routingOfGateway } from './gateway-routes.ts';

const http = (rest: Partial<Listener> = {}) =>
  listener({ name: 'http', port: 80, protocol: 'HTTP', allowedFrom: 'All', ...rest });
const onGateway = (name: string, rest: Partial<Route> = {}) =>
  route(name, { parents: [parentRef('edge/public')], ...rest });

function routing(listeners: Listener[], ...routes: Route[]) {
  const edge = gateway('edge/public', { className: 'istio', listeners });
  return routingOfGateway(smallMesh({ gateways: [edge], routes, services: [service('shop/cart')] }), edge);
}

const found = (of: ReturnType<typeof routing>, host: string, port: number | null = null): string[] =>
  hostsFor(of, host, port).map((entry) => `${entry.listener.name} ${entry.hostname}`);

test('G1: the narrowest host name takes a request, and no wider one is asked after it', () => {
  const of = routing(
    [http()],
    onGateway('shop/all'),
    onGateway('shop/wide', { hostnames: ['*.example'] }),
    onGateway('shop/narrow', { hostnames: ['a.example'], rules: [routeRule({ matches: [pathPrefix('/v1')] })] }),
  );
  expect(found(of, 'a.example')).toEqual(['http a.example']);
  expect(found(of, 'b.example')).toEqual(['http *.example']);
  expect(found(of, 'b.other')).toEqual(['http *']);
  expect(found(of, '')).toHaveLength(3);
});

test('G1: routes for one name are taken together, also over listeners of one port', () => {
  const of = routing(
    [http(), http({ name: 'second' })],
    onGateway('shop/a', { hostnames: ['a'], rules: [routeRule({ matches: [pathPrefix('/v1')] })] }),
    onGateway('shop/b', { hostnames: ['a'] }),
  );
  expect(of.hosts).toHaveLength(1);
  expect(of.hosts[0]!.rules).toMatchObject({
    kind: 'http',
    candidates: [{ rule: { object: { name: 'a' } } }, { rule: { object: { name: 'b' } } }],
  });
});

test('G1: each port has names of its own, and with TLS each listener', () => {
  const listeners = [
    http(),
    http({ name: 'tls-a', port: 443, protocol: 'HTTPS', hostname: 'a' }),
    http({ name: 'tls', port: 443, protocol: 'HTTPS' }),
  ];
  const of = routing(listeners, onGateway('shop/r'));
  expect(found(of, 'a', 443)).toEqual(['tls-a a']);
  expect(found(of, 'b', 443)).toEqual(['tls *']);
  expect(found(of, 'b', 80)).toEqual(['http *']);
  expect(found(of, 'b', 8080)).toEqual([]);
});

test('G1: TCP and TLS routes have one rule, the oldest of several', () => {
  const tcp = (name: string, createdAt: string) =>
    onGateway(name, { kind: 'TCPRoute', createdAt, rules: [routeRule({ backends: [backend('shop/cart:80')] })] });
  const of = routing(
    [http({ name: 'tcp', protocol: 'TCP', port: 5432 })],
    tcp('shop/b', '2026-01-02T00:00:00Z'),
    tcp('shop/a', '2026-01-01T00:00:00Z'),
  );
  expect(of.hosts).toMatchObject([
    { port: 5432, hostname: '*', rules: { kind: 'l4', rule: { object: { name: 'a' } } } },
  ]);
});

test('R10: a backend in another namespace needs a grant at a gateway', () => {
  const edge = gateway('edge/public', { className: 'istio', listeners: [http()] });
  const routes = [onGateway('web/r', { rules: [routeRule({ backends: [backend('shop/cart:80')] })] })];
  const mesh = smallMesh({ gateways: [edge], routes, services: [service('shop/cart')] });
  const [leading] = routingOfGateway(mesh, edge).byBackend.get('shop/cart')!;
  expect(leading!.rule.backends[0]!.resolve(mesh)).toMatchObject({ kind: 'broken', because: 'not-permitted' });
});

test('G1: behind a rule for every request nothing is ever tried', () => {
  const rules = [routeRule({ matches: [pathPrefix('/')] }), routeRule({ backends: [backend('shop/never:80')] })];
  const of = routing([http()], onGateway('shop/r', { rules }));
  expect([...of.byBackend.keys()]).toEqual(['shop/cart']);
});
