import { describe, expect, test } from 'vitest';
import { gateway, service, smallMesh } from '../small-mesh.ts';
import { candidatesOf } from './gateway-api-rules.ts';
import { decideHttp, isDeadEnd, outcomesOf, type RouteTaken } from './route-decision.ts';
import type { RouteRequest } from './route-match.ts';
import { backend, pathPrefix, route, routeMatch, routeRule, virtualRoute, virtualService } from './small-routes.ts';
import { httpCandidates } from './virtual-rules.ts';

const mesh = smallMesh({
  services: [service('shop/cart'), service('shop/cart-v1'), service('shop/cart-v2')],
  gateways: [gateway('shop/wp')],
});
const to = (name: string, weight = 1) => backend(`shop/${name}:80`, { weight });
const rule = (path: string, ...backends: ReturnType<typeof to>[]) =>
  routeRule({ matches: [pathPrefix(path)], backends });
const request = (path: string, rest: Partial<RouteRequest> = {}): RouteRequest => ({
  method: 'GET',
  path,
  headers: {},
  host: '',
  ...rest,
});

const words = ({ outcome, share, when }: RouteTaken): string => {
  const target =
    outcome.kind === 'forward' && outcome.target.kind === 'service' ? outcome.target.service.name : outcome.kind;
  return `${target} ${Math.round(share * 100)}${when === '' ? '' : ` if ${when}`}`;
};
const decided = (rules: Parameters<typeof routeRule>[0][], asked: RouteRequest | null): string[] =>
  decideHttp(mesh, candidatesOf([route('shop/r', { rules: rules.map((one) => routeRule(one)) })], false), asked).map(
    words,
  );

describe('R2: which rule takes a request', () => {
  test.each([
    ['/v1/items', ['cart-v1 100']],
    ['/v2', ['cart-v2 100']],
    ['/v3', ['no-match 100']],
  ])('%s', (path, expected) => {
    expect(decided([rule('/v1', to('cart-v1')), rule('/v2', to('cart-v2'))], request(path))).toEqual(expected);
  });

  test('backends get requests by their weight, and none without one', () => {
    expect(decided([rule('/', to('cart-v1', 90), to('cart-v2', 10), to('cart', 0))], request('/'))).toEqual([
      'cart-v1 90',
      'cart-v2 10',
    ]);
  });

  test('without a request every rule that could hold is an alternative', () => {
    expect(decided([rule('/v1', to('cart-v1')), rule('/', to('cart'))], null)).toEqual([
      'cart-v1 50 if path /v1/…',
      'cart 50 if all others',
    ]);
  });

  test('rules that lead to the same are one alternative', () => {
    expect(decided([rule('/v1', to('cart-v1')), rule('/v2', to('cart-v1'))], null)).toEqual([
      'cart-v1 100 if path /v1/… or path /v2/…',
    ]);
  });

  test('a rule for everything ends the search', () => {
    expect(decided([rule('/', to('cart')), rule('/', to('cart-v2'))], null)).toEqual(['cart 100']);
  });

  test('requests that nothing is about are told of', () => {
    const candidates = candidatesOf([route('shop/r', { rules: [rule('/v1', to('cart'))] })], false);
    expect(decideHttp(mesh, candidates, null)[0]).toMatchObject({ leavesRest: true });
    expect(decideHttp(mesh, candidates, request('/v1'))[0]).toMatchObject({ leavesRest: false });
  });

  test.each([
    ['no backend', routeRule({ backends: [] }), 'nothing 100'],
    ['no weight at all', routeRule({ backends: [to('cart', 0)] }), 'nothing 100'],
    ['a Service that is not there', routeRule({ backends: [to('gone')] }), 'broken 100'],
    [
      'a kind that is not read',
      routeRule({ backends: [backend('shop/x:80', { kind: 'InferencePool' })] }),
      'unknown 100',
    ],
    [
      'a filter of a type that is not known',
      routeRule({ filters: [{ type: 'ExtensionRef', headers: null, rewrite: null, redirect: null }] }),
      'unknown 100',
    ],
    [
      'a redirect',
      routeRule({
        backends: [],
        filters: [
          {
            type: 'RequestRedirect',
            headers: null,
            rewrite: null,
            redirect: { scheme: 'https', hostname: '', port: null, status: 301, path: null },
          },
        ],
      }),
      'answer 100',
    ],
  ])('%s', (_name, one, expected) => {
    expect(decided([one], request('/'))).toEqual([expected]);
  });
});

describe('R2: the order of the Gateway API', () => {
  const path = (type: string, value: string) => ({ path: { type, value } });
  const header = { name: 'x', type: 'Exact', value: '1' };
  const ordered = [
    routeMatch(path('Exact', '/a')),
    routeMatch(path('PathPrefix', '/a/b')),
    routeMatch({ ...path('PathPrefix', '/a'), method: 'GET' }),
    routeMatch({ ...path('PathPrefix', '/a'), headers: [header, { ...header, name: 'y' }] }),
    routeMatch({ ...path('PathPrefix', '/a'), headers: [header], queryParams: [header] }),
    routeMatch({ ...path('PathPrefix', '/a'), headers: [header] }),
    routeMatch(path('PathPrefix', '/a')),
    routeMatch({}),
    routeMatch(path('RegularExpression', '/a/very/long/expression')),
  ];

  test('exact before prefix before expression, longer first, then method, headers and query', () => {
    const shuffled = [...ordered]
      .reverse()
      .map((match, i) => routeRule({ name: String(ordered.length - 1 - i), matches: [match] }));
    const names = candidatesOf([route('shop/r', { rules: shuffled })], false).map((one) => one.rule.name);
    expect(names).toEqual(ordered.map((_, i) => String(i)));
  });

  test('of equals the older route, then the name, then the earlier rule', () => {
    const made = (name: string, createdAt: string) =>
      route(`shop/${name}`, { createdAt, rules: [routeRule(), routeRule({ name: 'second' })] });
    const routes = [
      made('b', '2026-01-02T00:00:00Z'),
      made('c', '2026-01-01T00:00:00Z'),
      made('a', '2026-01-02T00:00:00Z'),
    ];
    const names = candidatesOf(routes, false).map(({ rule: one }) => `${one.object.name} ${one.name}`);
    expect(names).toEqual(['c rule 1', 'c second', 'a rule 1', 'a second', 'b rule 1', 'b second']);
  });
});

test('R4: a fault for every request is its end, one for some is not', () => {
  const taken = (percent: number) => {
    const http = [virtualRoute('cart', { abort: { percent, status: 503 } })];
    const [first] = httpCandidates(virtualService('shop/v', { http }), { namespace: 'shop', port: 80 });
    return outcomesOf(mesh, first!.rule).map((one) => one.outcome.kind);
  };
  expect(taken(100)).toEqual(['abort']);
  expect(taken(50)).toEqual(['forward']);
});

test.each([
  ['answer', false],
  ['unknown', false],
  ['no-match', true],
  ['nothing', true],
] as const)('%s is a dead end: %j', (kind, dead) => {
  expect(isDeadEnd({ kind } as RouteTaken['outcome'])).toBe(dead);
});
