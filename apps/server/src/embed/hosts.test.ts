import { expect, it } from 'vitest';
import { createHosts } from './hosts.ts';

it('counts by origin, forgets the oldest of too many', () => {
  const hosts = createHosts(() => 0);
  for (const origin of ['https://a.example', 'https://b.example', 'https://b.example']) hosts.note(origin);
  expect(hosts.list()).toEqual([
    { origin: 'https://b.example', loads: 2, lastAt: '1970-01-01T00:00:00.000Z' },
    { origin: 'https://a.example', loads: 1, lastAt: '1970-01-01T00:00:00.000Z' },
  ]);
  for (let n = 0; n < 500; n++) hosts.note(`https://h${n}.example`);
  expect(hosts.list()).toHaveLength(500);
  expect(hosts.list().some(({ origin }) => origin === 'https://a.example')).toBe(false);
});
