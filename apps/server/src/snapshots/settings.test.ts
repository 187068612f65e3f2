import { expect, it } from 'vitest';
import { principalOf } from './principal.ts';
import { readSnapshotSettings } from './settings.ts';

it('keeps files in the state folder, or in a database, or nothing', () => {
  const storeOf = (env: Record<string, string>) => {
    const read = readSnapshotSettings(env);
    return read.ok ? read.value.store : read.reason;
  };
  expect(storeOf({ HOME: '/h' })).toEqual({ kind: 'files', folder: '/h/.local/state/hopscope/snapshots' });
  expect(storeOf({ XDG_STATE_HOME: '/s' })).toEqual({ kind: 'files', folder: '/s/hopscope/snapshots' });
  expect(storeOf({ DATABASE_URL: 'postgres://x' })).toEqual({ kind: 'postgres', url: 'postgres://x' });
  expect(storeOf({ DATABASE_URL: 'postgres://x', HOPSCOPE_SNAPSHOTS: 'off' })).toBeNull();
});

it.each([
  [{ DATABASE_URL: 'mysql://x' }, /postgres:/],
  [{ HOPSCOPE_SNAPSHOT_ANYONE: 'yes' }, /"on" or "off"/],
  [{ HOPSCOPE_SNAPSHOT_MAX_DAYS: '0' }, /from 1 to 3650/],
  [{ HOPSCOPE_PRINCIPAL_HEADER: 'a b' }, /name of a header/],
])('refuses %j', (env, reason) => {
  const read = readSnapshotSettings(env);
  expect(read.ok === false && read.reason).toMatch(reason);
});

it('believes a header from a trusted proxy alone', () => {
  const read = readSnapshotSettings({
    HOPSCOPE_PRINCIPAL_HEADER: 'X-User',
    HOPSCOPE_TRUSTED_PROXIES: '10.0.0.1',
    HOPSCOPE_ADMINS: 'root',
  });
  if (!read.ok) throw new Error(read.reason);
  const who = (ip: string, user?: string | string[]) =>
    principalOf({ ip, headers: { 'x-user': user } } as never, read.value);
  expect(who('10.0.0.1', 'ada')).toEqual({ name: 'ada', isAdmin: false });
  expect(who('::ffff:10.0.0.1', 'root')).toEqual({ name: 'root', isAdmin: true });
  for (const nobody of [
    who('10.0.0.2', 'root'),
    who('10.0.0.1'),
    who('10.0.0.1', ' '),
    who('10.0.0.1', 'a\u0001'),
    who('10.0.0.1', ['a', 'b']),
  ])
    expect(nobody).toEqual({ name: null, isAdmin: false });
  expect(principalOf({ ip: '', headers: {} }, { ...read.value, principalHeader: null }).name).toBe('local');
});
