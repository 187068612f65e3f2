import { expect, test } from 'vitest';
import { policy, rule } from '../policy/small-policies.ts';
import { decideAtWaypoint, type SeenRequest } from './waypoint-policy.ts';

const GET = { method: 'GET', path: '/cart?x=1', headers: { host: 'cart.shop', 'x-user': 'a' } };
const seen = (rest: Partial<SeenRequest> = {}): SeenRequest => ({
  identity: 'cluster.local/ns/web/sa/client',
  sourceIp: '10.0.0.2',
  port: 80,
  http: GET,
  tcp: false,
  tokens: true,
  ...rest,
});
const allow = (...rules: ReturnType<typeof rule>[]) => policy('shop/allow', { rules });
const deny = (...rules: ReturnType<typeof rule>[]) => policy('shop/deny', { action: 'DENY', rules });
const custom = policy('shop/custom', { action: 'CUSTOM', rules: [rule({})] });

test.each([
  ['no policy', [], true],
  ['DENY before ALLOW', [allow(rule({})), deny(rule({}))], false],
  ['an ALLOW that does not match', [allow(rule({ to: [{ ports: ['81'] }] }))], false],
  ['an ALLOW without rules', [allow()], false],
  ['a dry run', [policy('shop/p', { action: 'DENY', rules: [rule({})], dryRun: true })], true],
  ['CUSTOM cannot be judged from objects', [custom], 'undecided'],
  ['CUSTOM after a DENY does not matter', [custom, deny(rule({}))], false],
  ['CUSTOM for another path', [{ ...custom, rules: [rule({ to: [{ paths: ['/admin'] }] })] }], true],
])('A12: %s: %s', (_name, policies, allowed) => {
  expect(decideAtWaypoint(policies, seen()).allowed).toBe(allowed);
});

test.each([
  ['a method', { to: [{ methods: ['GET'] }] }, true],
  ['another method', { to: [{ methods: ['POST'] }] }, false],
  ['not a method', { to: [{ notMethods: ['GET'] }] }, false],
  ['a path without its query', { to: [{ paths: ['/cart'] }] }, true],
  ['a path prefix', { to: [{ paths: ['/c*'] }] }, true],
  ['a host', { to: [{ hosts: ['cart.shop'] }] }, true],
  ['a principal', { from: [{ principals: ['*/sa/client'] }] }, true],
  ['a namespace', { from: [{ namespaces: ['web'] }] }, true],
  ['a service account', { from: [{ serviceAccounts: ['web/client'] }] }, true],
  ['a service account of the policy’s namespace', { from: [{ serviceAccounts: ['client'] }] }, false],
  ['a block', { from: [{ ipBlocks: ['10.0.0.0/8'] }] }, true],
  ['a header', { when: [{ key: 'request.headers[X-User]', values: ['a'] }] }, true],
  ['a header that is missing', { when: [{ key: 'request.headers[x-role]', values: ['a'] }] }, false],
  ['not a header that is missing', { when: [{ key: 'request.headers[x-role]', notValues: ['a'] }] }, true],
  ['a token', { from: [{ requestPrincipals: ['*'] }] }, false],
  ['no token', { from: [{ notRequestPrincipals: ['*'] }] }, true],
  ['a claim', { when: [{ key: 'request.auth.claims[x]', values: ['a'] }] }, false],
  ['not a claim', { when: [{ key: 'request.auth.claims[x]', notValues: ['a'] }] }, true],
  ['a token beside a wrong port', { from: [{ requestPrincipals: ['*'] }], to: [{ ports: ['81'] }] }, false],
])('A12: ALLOW %s: %s', (_name, parts, allowed) => {
  expect(decideAtWaypoint([allow(rule(parts))], seen()).allowed).toBe(allowed);
});

test('what a request looks like may not be known', () => {
  const unknown = seen({ http: null });
  expect(decideAtWaypoint([allow(rule({ to: [{ methods: ['GET'] }] }))], unknown).allowed).toBe('undecided');
  expect(decideAtWaypoint([deny(rule({ to: [{ methods: ['GET'] }] }))], unknown).allowed).toBe('undecided');
  expect(
    decideAtWaypoint([deny(rule({ to: [{ methods: ['GET'] }], from: [{ namespaces: ['x'] }] }))], unknown).allowed,
  ).toBe(true);
  expect(decideAtWaypoint([allow(rule({ to: [{ methods: ['GET'] }] }), rule({}))], unknown).allowed).toBe(true);
});

test('R6: on a TCP port an ALLOW with an HTTP attribute admits nobody', () => {
  const tcp = seen({ http: null, tcp: true });
  expect(decideAtWaypoint([allow(rule({ to: [{ methods: ['GET'] }] }))], tcp).allowed).toBe(false);
  expect(decideAtWaypoint([allow(rule({ from: [{ namespaces: ['web'] }] }))], tcp).allowed).toBe(true);
});

const TOKEN = rule({ from: [{ requestPrincipals: ['*'] }] });
const BEARER = { ...GET, headers: { authorization: 'Bearer x' } };
test.each([
  ['a request that was not given', { http: null }, 'undecided'],
  ['one with a token', { http: BEARER }, 'undecided'],
  ['one without', { http: GET }, false],
  ['one without, where tokens may be in other places', { http: GET, tokens: 'elsewhere' as const }, 'undecided'],
  ['one with a token that nobody reads', { http: BEARER, tokens: false }, false],
  ['any, where nobody reads tokens', { http: null, tokens: false }, false],
])('R8: an ALLOW that asks for a token, and %s', (_name, rest, allowed) => {
  expect(decideAtWaypoint([allow(TOKEN)], seen(rest)).allowed).toBe(allowed);
});

test('R8: a DENY of requests without a token', () => {
  const without = deny(rule({ from: [{ notRequestPrincipals: ['*'] }] }));
  expect(decideAtWaypoint([without], seen({ http: GET })).allowed).toBe(false);
  expect(decideAtWaypoint([without], seen({ http: BEARER })).allowed).toBe('undecided');
});

test('R6: on a TCP port a DENY goes by what is left of it without HTTP', () => {
  const tcp = seen({ http: null, tcp: true });
  const methods = { to: [{ methods: ['GET'], ports: ['80'] }] };
  expect(decideAtWaypoint([deny(rule(methods))], tcp).allowed).toBe(false);
  expect(decideAtWaypoint([deny(rule({ ...methods, from: [{ namespaces: ['x'] }] }))], tcp).allowed).toBe(true);
});
