/** How snapshots are kept and who may do what, from the environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Parsed } from '@hopscope/core';
import type { OwnerLimits } from './snapshot-store.ts';

export interface SnapshotSettings {
  /** null = snapshots are switched off */
  store: { kind: 'files'; folder: string } | { kind: 'postgres'; url: string } | null;
  /** header in which a proxy names the person, in lower case; null = there is no login */
  principalHeader: string | null;
  /** addresses of proxies whose word is taken */
  trustedProxies: readonly string[];
  /** principals that see and end everybody's snapshots */
  admins: readonly string[];
  allowAnyone: boolean;
  maxDays: number;
  /** a snapshot when a problem begins and when it ends */
  automatic: boolean;
  limits: OwnerLimits;
}

const MEBIBYTE = 1024 * 1024;
/** Largest snapshot, as stored and unpacked (S22). */
export const SIZE_LIMITS = { bytes: 2 * MEBIBYTE, expanded: 20 * MEBIBYTE };

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the variables; a wrong one is told with its name. */
export function readSnapshotSettings(env: Environment): Parsed<SnapshotSettings> {
  const maxDays = Number(env['HOPSCOPE_SNAPSHOT_MAX_DAYS'] ?? '30');
  if (!Number.isInteger(maxDays) || maxDays < 1 || maxDays > 3650)
    return { ok: false, reason: 'HOPSCOPE_SNAPSHOT_MAX_DAYS is a number of days from 1 to 3650.' };
  const header = env['HOPSCOPE_PRINCIPAL_HEADER']?.toLowerCase() ?? '';
  if (header !== '' && !/^[a-z0-9-]{1,60}$/.test(header))
    return { ok: false, reason: 'HOPSCOPE_PRINCIPAL_HEADER is the name of a header, for example X-Forwarded-User.' };
  const switches = ['HOPSCOPE_SNAPSHOT_ANYONE', 'HOPSCOPE_SNAPSHOT_AUTOMATIC'].map(
    (name) => [name, env[name] ?? ''] as const,
  );
  const wrong = switches.find(([, value]) => !['', 'on', 'off'].includes(value));
  if (wrong) return { ok: false, reason: `${wrong[0]} is "on" or "off", not "${wrong[1]}".` };
  const url = env['DATABASE_URL'] ?? '';
  if (url !== '' && !/^postgres(?:ql)?:\/\//.test(url))
    return {
      ok: false,
      reason: 'DATABASE_URL must begin with postgres:// or postgresql://; no other database is known.',
    };
  return {
    ok: true,
    value: {
      store: storeOf(env),
      principalHeader: header === '' ? null : header,
      trustedProxies: listOf(env['HOPSCOPE_TRUSTED_PROXIES'] ?? '127.0.0.1,::1'),
      admins: listOf(env['HOPSCOPE_ADMINS'] ?? ''),
      allowAnyone: env['HOPSCOPE_SNAPSHOT_ANYONE'] === 'on',
      maxDays,
      automatic: env['HOPSCOPE_SNAPSHOT_AUTOMATIC'] === 'on',
      limits: { count: 200, bytes: 200 * MEBIBYTE },
    },
  };
}

function storeOf(env: Environment): SnapshotSettings['store'] {
  const folder = env['HOPSCOPE_SNAPSHOTS'] ?? '';
  if (folder === 'off') return null;
  const url = env['DATABASE_URL'] ?? '';
  if (url !== '') return { kind: 'postgres', url };
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  return { kind: 'files', folder: folder || join(state, 'hopscope', 'snapshots') };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
