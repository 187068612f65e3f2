import { expect, test } from 'vitest';
import { isSecretHeader, readFilter } from './route-filters.ts';

test('a redirect with the default status, and each part of it', () => {
  expect(readFilter({ type: 'RequestRedirect', requestRedirect: {} }).redirect).toEqual({
    scheme: '',
    hostname: '',
    port: null,
    status: 302,
    path: null,
  });
  const path = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' };
  expect(
    readFilter({
      type: 'RequestRedirect',
      requestRedirect: { scheme: 'https', hostname: 'a.example', port: 8443, statusCode: 301, path },
    }).redirect,
  ).toEqual({
    scheme: 'https',
    hostname: 'a.example',
    port: 8443,
    status: 301,
    path: { type: 'ReplacePrefixMatch', value: '/new' },
  });
});

test('a rewrite of host and path', () => {
  const path = { type: 'ReplaceFullPath', replaceFullPath: '/all' };
  expect(readFilter({ type: 'URLRewrite', urlRewrite: { hostname: 'b', path } }).rewrite).toEqual({
    hostname: 'b',
    path: { type: 'ReplaceFullPath', value: '/all' },
  });
});

test('changes of headers', () => {
  const requestHeaderModifier = { set: [{ name: 'a', value: '1' }], add: [{ name: 'b', value: 2 }], remove: ['c'] };
  expect(readFilter({ type: 'RequestHeaderModifier', requestHeaderModifier }).headers).toEqual({
    set: [{ name: 'a', value: '1' }],
    add: [{ name: 'b', value: '2' }],
    remove: ['c'],
  });
});

test.each([
  [{}, { type: '', headers: null, redirect: null, rewrite: null }],
  [
    { type: 'ExtensionRef', extensionRef: { name: 'x' } },
    { type: 'ExtensionRef', headers: null },
  ],
  [
    { type: 7, requestRedirect: 'x', urlRewrite: [] },
    { type: '7', redirect: null, rewrite: null },
  ],
])('odd filters: %j', (raw, expected) => {
  expect(readFilter(raw)).toMatchObject(expected);
});

test.each([
  ['Authorization', true],
  ['X-API-Key', true],
  ['Set-Cookie', true],
  ['x-amz-security-token', true],
  ['x-version', false],
  ['Content-Type', false],
])('%s may hold a secret: %j', (name, secret) => {
  expect(isSecretHeader(name)).toBe(secret);
});
