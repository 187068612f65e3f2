import { expect, it } from 'vitest';
import { askOf, EMPTY_ASK, readAskUrl, readHeaders, readQuery, writeAskUrl } from './ask-url.ts';

it('writes an address that people can read, and reads it back', () => {
  const ask = { ...EMPTY_ASK, from: 'web/frontend', to: 'payments/api:8080', trace: 2, hop: 6 };
  const url = writeAskUrl(ask);
  expect(url).toBe('/path?from=web/frontend&to=payments/api:8080&trace=2&hop=6');
  expect(readAskUrl(url.slice(url.indexOf('?')))).toEqual(ask);
});

it('keeps the HTTP part with its headers', () => {
  const http = { method: 'POST', path: '/pay?now=1', headers: { host: 'shop.example', 'x-a': 'b & c' } };
  const ask = { ...EMPTY_ASK, from: 'a/b', to: 'c/d:80', http };
  expect(readAskUrl(writeAskUrl(ask).slice(5))).toEqual(ask);
});

it('is the bare page where nothing is asked', () => {
  expect(writeAskUrl(EMPTY_ASK)).toBe('/path');
  expect(readAskUrl('')).toEqual(EMPTY_ASK);
  expect(readAskUrl('?trace=first&hop=-1')).toEqual(EMPTY_ASK);
});

it('asks once both ends are there, and says what is wrong with one', () => {
  expect(readQuery({ ...EMPTY_ASK, from: 'a/b' })).toBeNull();
  expect(readQuery({ ...EMPTY_ASK, from: 'a/b', to: 'c/d' })).toMatchObject({ ok: false });
  expect(readQuery({ ...EMPTY_ASK, from: 'a/b', to: 'c/d:80' })).toMatchObject({
    ok: true,
    value: { to: { port: 80 } },
  });
});

it('closes what was open when a new question is asked', () => {
  const query = readQuery({ ...EMPTY_ASK, from: 'outside', to: 'host:api.example:443' });
  expect(query?.ok && askOf(query.value)).toEqual({ ...EMPTY_ASK, from: 'outside', to: 'host:api.example:443' });
});

it('takes headers in both spellings and leaves out what is none', () => {
  expect(readHeaders(['Host: shop.example', 'x-a=1', '', 'nonsense'])).toEqual({ host: 'shop.example', 'x-a': '1' });
});
