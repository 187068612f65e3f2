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
  [{ HOPSCOPE_NAMESPACES_HEADER: 'X-Namespaces' }, /needs HOPSCOPE_PRINCIPAL_HEADER/],
  [{ HOPSCOPE_SNAPSHOT_NAMESPACE_MAX: '1.5' }, /from 1 to 100000/],
  [{ HOPSCOPE_SNAPSHOT_WEBHOOK: 'https://chat.example/x' }, /needs HOPSCOPE_PUBLIC_URL/],
  [{ HOPSCOPE_PUBLIC_URL: 'https://mesh.example/?a=b' }, /without a query/],
  [{ HOPSCOPE_SNAPSHOT_LISTEN: '7412' }, /needs HOPSCOPE_SNAPSHOT_ANYONE/],
  [{ HOPSCOPE_SNAPSHOT_LISTEN: '70000', HOPSCOPE_SNAPSHOT_ANYONE: 'on' }, /is a port/],
  [{ HOPSCOPE_SNAPSHOT_LISTEN: 'a b:1', HOPSCOPE_SNAPSHOT_ANYONE: 'on' }, /is a port/],
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
  expect(who('10.0.0.1', 'ada')).toEqual({ name: 'ada', isAdmin: false, namespaces: null });
  expect(who('::ffff:10.0.0.1', 'root')).toEqual({ name: 'root', isAdmin: true, namespaces: null });
  for (const nobody of [
    who('10.0.0.2', 'root'),
    who('10.0.0.1'),
    who('10.0.0.1', ' '),
    who('10.0.0.1', 'a\u0001'),
    who('10.0.0.1', ['a', 'b']),
  ])
    expect(nobody).toEqual({ name: null, isAdmin: false, namespaces: null });
  expect(principalOf({ ip: '', headers: {} }, { ...read.value, principalHeader: null }).name).toBe('local');
});

it('believes of namespaces what the proxy says, and of whom it says nothing, nothing', () => {
  const env = {
    HOPSCOPE_PRINCIPAL_HEADER: 'X-User',
    HOPSCOPE_NAMESPACES_HEADER: 'X-Namespaces',
    HOPSCOPE_TRUSTED_PROXIES: '10.0.0.1',
    HOPSCOPE_ADMINS: 'root',
  };
  const read = readSnapshotSettings(env);
  if (!read.ok) throw new Error(read.reason);
  const namespacesOf = (ip: string, user: string, said?: string | string[]) =>
    principalOf({ ip, headers: { 'x-user': user, 'x-namespaces': said } } as never, read.value).namespaces;
  expect(namespacesOf('10.0.0.1', 'ada', 'shop, web')).toEqual(['shop', 'web']);
  expect(namespacesOf('10.0.0.1', 'ada', '*')).toBeNull();
  expect(namespacesOf('10.0.0.1', 'root')).toBeNull();
  expect(namespacesOf('10.0.0.1', 'ada', 'shop,__proto__,Ä')).toEqual(['shop']);
  for (const nothing of [
    namespacesOf('10.0.0.1', 'ada'),
    namespacesOf('10.0.0.1', 'ada', ['*', '*']),
    namespacesOf('10.0.0.2', 'ada', '*'),
    namespacesOf('10.0.0.1', ' ', '*'),
  ])
    expect(nothing).toEqual([]);
});

it.each([
  ['7412', '127.0.0.1', 7412],
  ['0.0.0.0:7412', '0.0.0.0', 7412],
  ['[::1]:0', '::1', 0],
])('listens for links at %s', (text, host, port) => {
  const read = readSnapshotSettings({ HOPSCOPE_SNAPSHOT_LISTEN: text, HOPSCOPE_SNAPSHOT_ANYONE: 'on' });
  expect(read.ok && read.value.listen).toEqual({ host, port });
});
