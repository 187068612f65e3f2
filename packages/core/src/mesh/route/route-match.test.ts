import { expect, test } from 'vitest';
import { describeMatch, matchRequest, pattern, type RequestMatch, type RouteRequest } from './route-match.ts';

const match = (rest: Partial<RequestMatch>): RequestMatch => ({
  path: null,
  method: null,
  host: null,
  headers: [],
  query: [],
  ...rest,
});
const request = (rest: Partial<RouteRequest>): RouteRequest => ({
  method: 'GET',
  path: '/',
  headers: {},
  host: 'a',
  ...rest,
});

test.each([
  ['segments', '/', '/anything', true],
  ['segments', '/v1', '/v1', true],
  ['segments', '/v1', '/v1/', true],
  ['segments', '/v1/', '/v1', true],
  ['segments', '/v1', '/v1/items?q=1', true],
  ['segments', '/v1', '/v10', false],
  ['prefix', '/v1', '/v10', true],
  ['prefix', '/V1', '/v1', false],
  ['exact', '/v1', '/v1?x', true],
  ['exact', '/v1', '/v1/', false],
  ['exact', '/v1', '/v1#part', true],
  ['regex', '/v[0-9]', '/v7', true],
  ['regex', '/v[0-9]', '/v7/x', false],
  ['regex', '(?=x)', '/v7', 'undecided'],
  ['exact', '/v1', '', 'undecided'],
  ['segments', '/', '', true],
  ['withheld', '', '/v1', 'undecided'],
] as const)('R2: path %s %s on %j: %j', (kind, value, path, truth) => {
  expect(matchRequest(match({ path: pattern(kind, value) }), request({ path }))).toBe(truth);
});

test('R4: a path without regard to case', () => {
  expect(matchRequest(match({ path: pattern('prefix', '/API', true) }), request({ path: '/api/x' }))).toBe(true);
});

const header = (name: string, value: string, absent = false) => ({ name, pattern: pattern('exact', value), absent });

test.each([
  ['it is there', match({ headers: [header('x', '1')] }), { x: '1' }, true],
  ['another value', match({ headers: [header('x', '1')] }), { x: '2' }, false],
  ['not sent', match({ headers: [header('x', '1')] }), {}, false],
  ['empty', match({ headers: [header('x', '')] }), { x: '' }, true],
  ['any value', match({ headers: [{ name: 'x', pattern: pattern('present', ''), absent: false }] }), { x: '' }, true],
  ['must not be there', match({ headers: [header('x', '1', true)] }), {}, true],
  ['must not be, and is', match({ headers: [header('x', '1', true)] }), { x: '1' }, false],
  [
    'a value not kept',
    match({ headers: [{ name: 'x', pattern: pattern('withheld', ''), absent: false }] }),
    { x: '1' },
    'undecided',
  ],
  [
    'a value not kept, not sent',
    match({ headers: [{ name: 'x', pattern: pattern('withheld', ''), absent: false }] }),
    {},
    false,
  ],
] as const)('R2: a header: %s', (_name, wanted, headers, truth) => {
  expect(matchRequest(wanted, request({ headers }))).toBe(truth);
});

const param = (name: string, value: string) =>
  match({ query: [{ name, pattern: pattern('exact', value), absent: false }] });

test.each([
  ['/?a=1', true],
  ['/?b=2&a=1', true],
  ['/?a=2&a=1', false],
  ['/?a=%31', true],
  ['/?a', false],
  ['/?aa=1', false],
  ['/', false],
  ['', 'undecided'],
  ['/?%E0%A4%A=1&a=1', true],
] as const)('R2: a query parameter in %j: %j', (path, truth) => {
  expect(matchRequest(param('a', '1'), request({ path }))).toBe(truth);
});

test('R2: without a request only a match for everything is decided', () => {
  expect(matchRequest(match({}), null)).toBe(true);
  expect(matchRequest(match({ path: pattern('segments', '/') }), null)).toBe(true);
  for (const wanted of [
    match({ method: pattern('exact', 'GET') }),
    match({ headers: [header('x', '1', true)] }),
    param('a', '1'),
  ])
    expect(matchRequest(wanted, null)).toBe('undecided');
});

test('one part that fails decides, whatever is not known of the others', () => {
  const wanted = match({ path: pattern('exact', '/a'), method: pattern('exact', 'POST') });
  expect(matchRequest(wanted, request({ path: '', method: 'GET' }))).toBe(false);
});

test('a match in words', () => {
  const wanted = match({
    path: pattern('segments', '/v2'),
    method: pattern('exact', 'POST'),
    host: pattern('exact', 'a.example'),
    headers: [header('x', '1'), header('y', '', true)],
    query: [{ name: 'q', pattern: pattern('present', ''), absent: false }],
  });
  expect(describeMatch(wanted)).toBe('host a.example, method POST, path /v2/…, header x=1, no header y, query q');
  expect(describeMatch(match({ path: pattern('segments', '/') }))).toBe('');
  expect(describeMatch(match({ path: pattern('regex', '/a.*') }))).toBe('path like /a.*');
});
