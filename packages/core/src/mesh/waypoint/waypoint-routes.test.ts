import { describe, expect, test } from 'vitest';
import type { Route } from '../../state/gateway-api.ts';
import {
  accepted,
  backend,
  parentRef,
  route,
  routeRule,
  virtualMatch,
  virtualRoute,
  virtualService,
} from '../route/small-routes.ts';
import { gateway, gatewayClass, pod, service, serviceEntry, servicePort, smallMesh } from '../small-mesh.ts';
import { protocolOf, type Routing, routingAtWaypoint } from './waypoint-routes.ts';

const cart = service('shop/cart', {
  ports: [
    servicePort({}),
    servicePort({ name: 'tcp-db', port: 5432 }),
    servicePort({ name: 'dns', port: 53, protocol: 'UDP' }),
  ],
});
const other = service('shop/other');
const waypoint = gateway('edge/wp');
const OLD = '2025-01-01T00:00:00Z';
const parts = { services: [cart, other], gateways: [waypoint] };
const addressed = { kind: 'service', service: cart } as const;

const objectsOf = (routing: Routing): string[] =>
  routing.kind === 'none'
    ? []
    : routing.kind === 'l4'
      ? [`${routing.rule.object.kind} ${routing.rule.object.name}`]
      : [...new Set(routing.candidates.map(({ rule }) => `${rule.object.kind} ${rule.object.name}`))];
const holds = (more: Parameters<typeof smallMesh>[0], port = 80): string[] =>
  objectsOf(routingAtWaypoint(smallMesh({ ...parts, ...more }), waypoint, addressed, port));
const onService = (name: string, rest: Partial<Route> = {}) => route(name, rest);

describe('R3: from which namespaces', () => {
  test.each([
    ["the Service's", 'shop/r', ['HTTPRoute r']],
    ["the waypoint's", 'edge/r', ['HTTPRoute r']],
    ['any other', 'web/r', []],
  ])('%s', (_name, name, expected) => {
    expect(holds({ routes: [onService(name)] })).toEqual(expected);
    const http = [virtualRoute('cart.shop.svc.cluster.local')];
    const hosts = ['cart.shop.svc.cluster.local'];
    expect(holds({ virtualServices: [virtualService(name, { hosts, http })] })).toHaveLength(expected.length);
  });
});

describe('R2: which routes hold for a port', () => {
  const onPort = (port: number | null) => [parentRef('shop/cart', { kind: 'Service', port })];
  test.each([
    ['every port', null, ['HTTPRoute r']],
    ['this port', 80, ['HTTPRoute r']],
    ['another port', 81, []],
  ])('%s', (_name, port, expected) => {
    expect(holds({ routes: [onService('shop/r', { parents: onPort(port) })] })).toEqual(expected);
  });

  test('ST5: one that Istio refuses does not', () => {
    const [parent] = onPort(null);
    expect(holds({ routes: [onService('shop/r', { status: [accepted(parent!, 'False')] })] })).toEqual([]);
    expect(holds({ routes: [onService('shop/r', { status: [accepted(parent!, 'True')] })] })).toEqual(['HTTPRoute r']);
  });

  test('R7: a port the Service does not have, and one of UDP, have none', () => {
    expect(holds({ routes: [onService('shop/r')] }, 8080)).toEqual([]);
    expect(holds({ routes: [onService('shop/r')] }, 53)).toEqual([]);
  });

  test('a pod, or an address, is no parent', () => {
    const mesh = smallMesh({ ...parts, routes: [onService('shop/r')] });
    expect(routingAtWaypoint(mesh, waypoint, { kind: 'workload', pod: pod('shop/p') }, 80)).toEqual({ kind: 'none' });
  });

  test('a ServiceEntry is one', () => {
    const entry = serviceEntry('shop/api', { hosts: ['api.example'] });
    const parents = [parentRef('shop/api', { kind: 'ServiceEntry' })];
    const mesh = smallMesh({ ...parts, serviceEntries: [entry], routes: [onService('shop/r', { parents })] });
    const target = { kind: 'service-entry', entry, host: 'api.example' } as const;
    expect(objectsOf(routingAtWaypoint(mesh, waypoint, target, 80))).toEqual(['HTTPRoute r']);
  });
});

describe('R4: VirtualServices at a waypoint', () => {
  const virtual = (name: string, rest: Parameters<typeof virtualService>[1] = {}) =>
    virtualService(name, { http: [virtualRoute('cart')], ...rest });
  test.each([
    ['a short host', { hosts: ['cart'] }, 1],
    ['the full host', { hosts: ['cart.shop.svc.cluster.local'] }, 1],
    ['a wildcard', { hosts: ['*.shop.svc.cluster.local'] }, 1],
    ['a host with one dot is taken as it is', { hosts: ['cart.shop'] }, 0],
    ['another host', { hosts: ['other'] }, 0],
    ['for the mesh by name', { gateways: ['edge/public', 'mesh'] }, 1],
    ['for a gateway only', { gateways: ['edge/public'] }, 0],
    ['not shown to the namespace of the waypoint', { exportTo: ['.'] }, 0],
    ['shown to it by name', { exportTo: ['edge'] }, 1],
    [
      'a match on the labels of the caller is dropped',
      { http: [virtualRoute('cart', { matches: [virtualMatch({ sourceLabels: { a: 'b' } })] })] },
      0,
    ],
    [
      "a match on the caller's namespace is dropped",
      { http: [virtualRoute('cart', { matches: [virtualMatch({ sourceNamespace: 'web' })] })] },
      0,
    ],
    [
      'a match on a gateway is dropped',
      { http: [virtualRoute('cart', { matches: [virtualMatch({ gateways: ['edge/public'] })] })] },
      0,
    ],
    ['a match on another port', { http: [virtualRoute('cart', { matches: [virtualMatch({ port: 81 })] })] }, 0],
  ])('%s', (_name, rest, count) => {
    expect(holds({ virtualServices: [virtual('shop/v', rest)] })).toHaveLength(count);
  });

  test('with a route for the same host the older counts, and the other not at all', () => {
    const older = { createdAt: OLD };
    expect(holds({ routes: [onService('shop/r')], virtualServices: [virtual('shop/v', older)] })).toEqual([
      'VirtualService v',
    ]);
    expect(holds({ routes: [onService('shop/r', older)], virtualServices: [virtual('shop/v')] })).toEqual([
      'HTTPRoute r',
    ]);
  });

  test('W6.agentgateway: a waypoint of agentgateway takes the Gateway API alone', () => {
    const foreign = gatewayClass('agent', { controller: 'istio.io/agentgateway-waypoint-controller' });
    const agent = gateway('edge/wp', { className: 'agent' });
    const mesh = smallMesh({
      ...parts,
      gateways: [agent],
      gatewayClasses: [foreign],
      virtualServices: [virtual('shop/v')],
    });
    expect(routingAtWaypoint(mesh, agent, addressed, 80)).toEqual({ kind: 'none' });
  });
});

describe('R6: TCP', () => {
  const tcp = (name: string, rest: Partial<Route> = {}) => onService(name, { kind: 'TCPRoute', ...rest });
  test('HTTP routes do not hold for a port of TCP, nor TCP routes for one of HTTP', () => {
    expect(holds({ routes: [onService('shop/r')] }, 5432)).toEqual([]);
    expect(holds({ routes: [tcp('shop/t')] }, 80)).toEqual([]);
    expect(holds({ routes: [tcp('shop/t')] }, 5432)).toEqual(['TCPRoute t']);
  });

  test.each([
    ['without a name', [], ['TLSRoute s']],
    ["with the Service's own name", ['cart.shop.svc.cluster.local'], ['TLSRoute s']],
    ['with another name', ['cart.example'], ['TCPRoute t']],
    ['with two names', ['cart.shop.svc.cluster.local', 'b'], ['TCPRoute t']],
  ])('R4: a TLSRoute %s comes before a TCPRoute, or is no match', (_name, hostnames, expected) => {
    const tls = onService('shop/s', { kind: 'TLSRoute', hostnames });
    expect(holds({ routes: [tcp('shop/t', { createdAt: OLD }), tls] }, 5432)).toEqual(expected);
  });

  test('R4: tcp rules of a VirtualService, by port', () => {
    const l4 = (port: number | null) => [
      {
        matches:
          port === null
            ? []
            : [{ port, gateways: [], sourceLabels: {}, sourceNamespace: '', sni: [], destinationSubnets: [] }],
        destinations: [{ host: 'other', subset: '', port: 80, weight: null }],
      },
    ];
    const held = (port: number | null) =>
      holds({ virtualServices: [virtualService('shop/v', { tcp: l4(port) })] }, 5432);
    expect([held(null), held(5432), held(5433)]).toEqual([['VirtualService v'], ['VirtualService v'], []]);
  });

  test('a TCPRoute splits by weight', () => {
    const backends = [backend('shop/cart:80', { weight: 3 }), backend('shop/other:80')];
    const mesh = smallMesh({ ...parts, routes: [tcp('shop/t', { rules: [routeRule({ backends })] })] });
    const routing = routingAtWaypoint(mesh, waypoint, addressed, 5432);
    expect(routing.kind === 'l4' && routing.rule.backends.map(({ weight }) => weight)).toEqual([3, 1]);
  });

  test('what the port is taken for', () => {
    expect([80, 5432, 9999].map((port) => protocolOf(addressed, port))).toEqual(['http', 'tcp', 'auto']);
    expect(protocolOf({ kind: 'workload', pod: pod('a/b') }, 80)).toBe('auto');
  });
});
