import { describe, expect, test } from 'vitest';
import type { Listener, Route } from '../../state/gateway-api.ts';
import { accepted, parentRef, route } from '../route/small-routes.ts';
import { gateway, listener, namespace, smallMesh } from '../small-mesh.ts';
import { attachmentsOf, intersect } from './gateway-attachment.ts';

const http = (rest: Partial<Listener> = {}) =>
  listener({ name: 'http', port: 80, protocol: 'HTTP', allowedFrom: 'All', ...rest });

function attach(listeners: Listener[], rest: Partial<Route> = {}, parent: Parameters<typeof parentRef>[1] = {}) {
  const edge = gateway('edge/public', { className: 'istio', listeners });
  const one = route('shop/r', { parents: [parentRef('edge/public', parent)], ...rest });
  const mesh = smallMesh({ gateways: [edge], routes: [one], namespaces: [namespace('shop', { team: 'a' })] });
  const { attached, refused } = attachmentsOf(mesh, edge);
  return attached.length > 0
    ? attached.map((entry) => `${entry.listener.name} ${entry.hostnames.join()}`)
    : refused.map((entry) => entry.reason);
}

describe('G1, ST5: which listeners take a route', () => {
  test.each([
    ['any', {}, ['http *', 'other *']],
    ['by name', { sectionName: 'other' }, ['other *']],
    ['by port', { port: 80 }, ['http *']],
    ['a name that is not there', { sectionName: 'gone' }, ['NoMatchingParent']],
    ['name and port that do not go together', { sectionName: 'other', port: 80 }, ['NoMatchingParent']],
  ])('%s', (_name, parent, expected) => {
    expect(attach([http(), http({ name: 'other', port: 81 })], {}, parent)).toEqual(expected);
  });

  const selector = (team: string) => ({ matchLabels: { team }, matchExpressions: [] });
  test.each([
    ['its own namespace, by default', http({ allowedFrom: 'Same' }), ['NotAllowedByListeners']],
    ['namespaces by label', http({ allowedFrom: 'Selector', allowedSelector: selector('a') }), ['http *']],
    ['other labels', http({ allowedFrom: 'Selector', allowedSelector: selector('b') }), ['NotAllowedByListeners']],
    ['nobody', http({ allowedFrom: 'None' }), ['NotAllowedByListeners']],
    ['another kind', http({ allowedKinds: ['GRPCRoute'] }), ['NotAllowedByListeners']],
    ['its kind', http({ allowedKinds: ['HTTPRoute'] }), ['http *']],
    ['TCP', http({ protocol: 'TCP' }), ['NotAllowedByListeners']],
  ])('a listener for %s', (_name, one, expected) => {
    expect(attach([one])).toEqual(expected);
  });

  test.each([
    ['TLSRoute', 'TLS', 'Passthrough', true],
    ['TLSRoute', 'TLS', 'Terminate', true],
    ['TCPRoute', 'TLS', 'Terminate', true],
    ['TCPRoute', 'TLS', 'Passthrough', false],
    ['TCPRoute', 'TCP', '', true],
    ['GRPCRoute', 'HTTPS', 'Terminate', true],
    ['TLSRoute', 'HTTPS', 'Terminate', false],
  ])('%s on %s %s: %j', (kind, protocol, tlsMode, takes) => {
    expect(attach([http({ protocol, tlsMode })], { kind })).toEqual([takes ? 'http *' : 'NotAllowedByListeners']);
  });

  test.each([
    ['no names at all', '', [], ['http *']],
    ["the listener's", 'a.example', [], ['http a.example']],
    ["the route's", '', ['a.example', 'b.example'], ['http a.example,b.example']],
    ['those that both have', '*.example', ['a.example', 'b.other'], ['http a.example']],
    ['the narrower of two', 'a.example', ['*.example'], ['http a.example']],
    ['nothing in common', 'a.example', ['b.example'], ['NoMatchingListenerHostname']],
  ])('host names: %s', (_name, hostname, hostnames, expected) => {
    expect(attach([http({ hostname })], { hostnames })).toEqual(expected);
  });

  test('what its controller refuses is refused, by the word it gives', () => {
    const parent = parentRef('edge/public');
    expect(attach([http()], { status: [accepted(parent, 'False', 'NotAllowedByListeners')] })).toEqual([
      'NotAllowedByListeners',
    ]);
    expect(attach([http()], { status: [accepted(parent, 'False', 'ParentRefConflict')] })).toEqual(['Refused']);
    expect(attach([http()], { status: [accepted(parent, 'True')] })).toEqual(['http *']);
  });
});

test.each([
  ['', ['*.a.example'], ['*.a.example']],
  ['*.a.example', ['*.b.a.example'], ['*.b.a.example']],
  ['*.b.a.example', ['*.a.example'], ['*.b.a.example']],
  ['*.a.example', ['a.example'], []],
  ['*.a.example', ['x.y.a.example'], ['x.y.a.example']],
  ['A.example', ['a.EXAMPLE'], ['a.example']],
])('G1: %j and %j agree on %j', (own, names, expected) => {
  expect(intersect(own, names)).toEqual(expected);
});
