import { describe, expect, it } from 'vitest';
import { isAllowed, isOrigin, readEmbedSettings } from './settings.ts';

describe('readEmbedSettings', () => {
  it('lets nobody frame unless it is told to', () => {
    expect(readEmbedSettings({})).toEqual({ ok: true, value: { origins: [], anyOrigin: false } });
  });
  it('reads a list', () => {
    const read = readEmbedSettings({ HOPSCOPE_EMBED_ORIGINS: 'https://a.example, http://127.0.0.2:8080,' });
    expect(read).toMatchObject({ ok: true, value: { origins: ['https://a.example', 'http://127.0.0.2:8080'] } });
  });
  it.each([
    [{ HOPSCOPE_EMBED_ORIGINS: '*' }, 'HOPSCOPE_EMBED_ANY_ORIGIN=on'],
    [{ HOPSCOPE_EMBED_ORIGINS: 'https://a.example/path' }, 'no origin'],
    [{ HOPSCOPE_EMBED_ORIGINS: "https://a.example 'unsafe'" }, 'no origin'],
    [{ HOPSCOPE_EMBED_ANY_ORIGIN: 'yes' }, '"on" or "off"'],
    [{ HOPSCOPE_EMBED_ORIGINS: Array.from({ length: 51 }, (_, n) => `https://h${n}.example`).join(',') }, '50'],
  ])('refuses %j', (env, reason) => {
    const read = readEmbedSettings(env);
    expect(read.ok ? '' : read.reason).toContain(reason);
  });
});

describe('isOrigin', () => {
  it.each(['https://a.example', 'http://localhost:3000', 'http://[::1]:80'.replace(':80', ':8080')])(
    'takes %s',
    (text) => expect(isOrigin(text)).toBe(true),
  );
  it.each([
    'null',
    '',
    'https://a.example/',
    'https://a.example:443',
    'javascript:1',
    'https://u@a.example',
    'file://',
    'https://a.example;x',
  ])('refuses %s', (text) => expect(isOrigin(text)).toBe(false));
});

it('isAllowed is exact: neither a subdomain, another port nor another scheme', () => {
  const settings = { origins: ['https://a.example'], anyOrigin: false };
  expect(isAllowed('https://a.example', settings)).toBe(true);
  for (const other of [
    'https://b.a.example',
    'https://a.example:8443',
    'http://a.example',
    'https://a.example.evil.test',
    'null',
  ])
    expect(isAllowed(other, settings)).toBe(false);
  expect(isAllowed('https://any.example', { origins: [], anyOrigin: true })).toBe(true);
  expect(isAllowed('null', { origins: [], anyOrigin: true })).toBe(false);
});
