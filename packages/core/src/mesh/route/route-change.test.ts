import { expect, test } from 'vitest';
import type { RouteFilter } from '../../state/gateway-api.ts';
import { service, smallMesh } from '../small-mesh.ts';
import { candidatesOf } from './gateway-api-rules.ts';
import { forwardedRequest, locationOf } from './route-change.ts';
import { decideHttp, type RouteTaken } from './route-decision.ts';
import type { RouteRequest } from './route-match.ts';
import { backend, pathPrefix, route, routeRule } from './small-routes.ts';

const mesh = smallMesh({ services: [service('shop/cart')] });
const NOTHING: RouteFilter = { type: '', headers: null, redirect: null, rewrite: null };
const headers = (change: Partial<NonNullable<RouteFilter['headers']>>): RouteFilter => ({
  ...NOTHING,
  type: 'RequestHeaderModifier',
  headers: { set: [], add: [], remove: [], ...change },
});
const rewrite = (type: string, value: string, hostname = ''): RouteFilter => ({
  ...NOTHING,
  type: 'URLRewrite',
  rewrite: { hostname, path: { type, value } },
});
const request = (path: string, sent: Record<string, string> = {}): RouteRequest => ({
  method: 'GET',
  path,
  headers: sent,
  host: 'a',
});

function taken(prefix: string, filters: RouteFilter[], asked: RouteRequest, ofBackend: RouteFilter[] = []): RouteTaken {
  const rule = routeRule({
    matches: [pathPrefix(prefix)],
    filters,
    backends: [backend('shop/cart:80', { filters: ofBackend })],
  });
  return decideHttp(mesh, candidatesOf([route('shop/r', { rules: [rule] })], false), asked)[0]!;
}

test.each([
  ['/prefix/one', 'ReplacePrefixMatch', '/one', '/prefix/one/two', '/one/two'],
  ['/strip', 'ReplacePrefixMatch', '/', '/strip/three', '/three'],
  ['/strip', 'ReplacePrefixMatch', '/', '/strip', '/'],
  ['/strip/', 'ReplacePrefixMatch', '/new/', '/strip/x', '/new/x'],
  ['/', 'ReplacePrefixMatch', '/api', '/x?q=1', '/api/x?q=1'],
  ['/full', 'ReplaceFullPath', '/one', '/full/any/thing?q=1', '/one?q=1'],
])('R2: a match for %s, %s %s: %s becomes %s', (prefix, type, value, path, becomes) => {
  const asked = request(path);
  expect(forwardedRequest(taken(prefix, [rewrite(type, value)], asked))?.path).toBe(becomes);
});

test('R2: headers are set, added and removed whatever the case of their names, first by the rule and then by the backend', () => {
  const asked = request('/', { 'x-set': 'old', 'x-add': 'one', 'x-gone': 'z', other: 'o' });
  const ofRule = headers({
    set: [{ name: 'X-Set', value: 'new' }],
    add: [{ name: 'X-Add', value: 'two' }],
    remove: ['X-Gone'],
  });
  const ofBackend = headers({
    add: [
      { name: 'x-add', value: 'three' },
      { name: 'x-fresh', value: 'f' },
    ],
  });
  expect(forwardedRequest(taken('/', [ofRule], asked, [ofBackend]))?.headers).toEqual({
    'x-set': 'new',
    'x-add': 'one,two,three',
    'x-fresh': 'f',
    other: 'o',
  });
});

test('R2: another host may be named', () => {
  const asked = request('/x');
  expect(forwardedRequest(taken('/', [rewrite('ReplaceFullPath', '/y', 'b')], asked))).toMatchObject({
    host: 'b',
    path: '/y',
  });
});

test.each([
  [{ hostname: 'b' }, { host: 'b', path: '/old/x', port: null, scheme: '' }],
  [
    { scheme: 'https', port: 8443 },
    { host: 'a', path: '/old/x', port: 8443, scheme: 'https' },
  ],
  [{ path: { type: 'ReplacePrefixMatch', value: '/new' } }, { host: 'a', path: '/new/x', port: null, scheme: '' }],
  [{ path: { type: 'ReplaceFullPath', value: '/new' } }, { host: 'a', path: '/new', port: null, scheme: '' }],
])('R2: a redirect by %j', (parts, location) => {
  const redirect = { scheme: '', hostname: '', port: null, status: 302, path: null, ...parts };
  const asked = request('/old/x');
  const way = taken('/old', [{ ...NOTHING, type: 'RequestRedirect', redirect }], asked);
  expect(way.outcome.kind).toBe('answer');
  if (way.outcome.kind === 'answer' && way.outcome.answer.kind === 'redirect')
    expect(locationOf(way, way.outcome.answer)).toEqual(location);
});
