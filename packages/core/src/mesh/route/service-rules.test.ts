import { expect, test } from 'vitest';
import { gateway, service, servicePort, smallMesh } from '../small-mesh.ts';
import { conflictsOf, rulesOfService, whyIgnored } from './service-rules.ts';
import { parentRef, route, virtualMatch, virtualRoute, virtualService } from './small-routes.ts';

const labels = { 'istio.io/use-waypoint': 'wp' };
const cart = service('shop/cart', { labels, ports: [servicePort({}), servicePort({ name: 'tcp-db', port: 5432 })] });
const mesh = (parts: Parameters<typeof smallMesh>[0], className = 'istio-waypoint') =>
  smallMesh({ services: [cart], gateways: [gateway('shop/wp', { className })], ...parts });
const rulesOf = (of: ReturnType<typeof mesh>) => rulesOfService(of, of.services.byName.get('shop/cart')!);
const onPort = (port: number | null) => ({ parents: [parentRef('shop/cart', { kind: 'Service', port })] });

test('R2: every rule that addresses a Service, with the ports it is about', () => {
  const routes = [
    route('shop/r', onPort(80)),
    route('shop/all', onPort(null)),
    route('shop/gone', { parents: [parentRef('shop/x', { kind: 'Service' })] }),
  ];
  const http = [virtualRoute('cart', { matches: [virtualMatch({ port: 81 })] })];
  const virtualServices = [
    virtualService('shop/v', { http }),
    virtualService('shop/edge', { gateways: ['edge/g'], http }),
  ];
  expect(rulesOf(mesh({ routes, virtualServices })).map((rule) => [rule.object.name, rule.ports])).toEqual([
    ['r', [80]],
    ['all', null],
    ['v', [81]],
  ]);
});

const WITH_HTTP = { http: [virtualRoute('cart')] };
const ofWeb = { ...WITH_HTTP, hosts: ['cart.shop.svc.cluster.local'] };
test.each([
  ['R3: of another namespace', { virtualServices: [virtualService('web/v', ofWeb)] }, 'istio-waypoint', 'namespace'],
  ['R3: of its own', { routes: [route('shop/r')] }, 'istio-waypoint', null],
  [
    'W6.agentgateway: a VirtualService',
    { virtualServices: [virtualService('shop/v', WITH_HTTP)] },
    'istio-agentgateway-waypoint',
    'agentgateway',
  ],
  ['W6.agentgateway: a route', { routes: [route('shop/r')] }, 'istio-agentgateway-waypoint', null],
  ['R6: for a port of TCP', { routes: [route('shop/r', onPort(5432))] }, 'istio-waypoint', 'protocol'],
  ['R6: for every port, one of them HTTP', { routes: [route('shop/r', onPort(null))] }, 'istio-waypoint', null],
])('%s', (_name, parts, className, why) => {
  const of = mesh(parts, className);
  expect(whyIgnored(of, rulesOf(of)[0]!)).toBe(why);
});

test('without a waypoint nothing is ignored at one', () => {
  const of = smallMesh({ services: [service('shop/cart')], virtualServices: [virtualService('web/v', ofWeb)] });
  expect(whyIgnored(of, rulesOf(of)[0]!)).toBeNull();
});

const OLD = '2025-01-01T00:00:00Z';
const virtualOn = (port: number | null) => ({ http: [virtualRoute('cart', { matches: [virtualMatch({ port })] })] });
test.each([
  [
    'a route and a VirtualService',
    [route('shop/r')],
    [virtualService('shop/v', { ...WITH_HTTP, createdAt: OLD })],
    ['v before r'],
  ],
  [
    'two VirtualServices',
    [],
    [virtualService('shop/a', WITH_HTTP), virtualService('shop/b', WITH_HTTP)],
    ['a before b'],
  ],
  ['two routes are taken together', [route('shop/a'), route('shop/b')], [], []],
  ['different ports', [route('shop/r', onPort(80))], [virtualService('shop/v', virtualOn(81))], []],
  ['one port', [route('shop/r', onPort(80))], [virtualService('shop/v', virtualOn(80))], ['r before v']],
  ['one is ignored anyway', [route('shop/r')], [virtualService('web/v', ofWeb)], []],
])('R4: %s', (_name, routes, virtualServices, expected) => {
  const of = mesh({ routes, virtualServices });
  expect(
    conflictsOf(of, rulesOf(of)).map(({ used, unused }) => `${used.object.name} before ${unused.object.name}`),
  ).toEqual(expected);
});
