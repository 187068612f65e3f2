/** How snapshots are kept and who may do what, from the environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Parsed } from '@hopscope/core';
import type { PutLimits } from './snapshot-store.ts';
import { readPublicUrl, readWebhook, type WebhookSettings } from './webhook.ts';

export interface SnapshotSettings {
  /** null = snapshots are switched off */
  store: { kind: 'files'; folder: string } | { kind: 'postgres'; url: string } | null;
  /** header in which a proxy names the person, in lower case; null = there is no login */
  principalHeader: string | null;
  /** header in which it names the person's namespaces, in lower case; null = everybody may see all */
  namespacesHeader: string | null;
  /** addresses of proxies whose word is taken */
  trustedProxies: readonly string[];
  /** principals that see and end everybody's snapshots */
  admins: readonly string[];
  allowAnyone: boolean;
  maxDays: number;
  /** a snapshot when a problem begins and when it ends */
  automatic: boolean;
  limits: PutLimits;
  /** where a snapshot's text and link can be posted; null = nowhere */
  webhook: WebhookSettings | null;
  /** where people open this server, without a slash at the end; null = nobody said */
  publicUrl: string | null;
  /** a second port that has links of snapshots alone; null = there is none */
  listen: { host: string; port: number } | null;
}

const MEBIBYTE = 1024 * 1024;
/** Largest snapshot, as stored and unpacked (S22). */
export const SIZE_LIMITS = { bytes: 2 * MEBIBYTE, expanded: 20 * MEBIBYTE };

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the variables; a wrong one is told with its name. */
export function readSnapshotSettings(env: Environment): Parsed<SnapshotSettings> {
  const parts = [readStore, readPeople, readTerms, readSwitches, readChat, readListener].map((read) => read(env));
  const wrong = parts.find((part) => !part.ok);
  if (wrong && !wrong.ok) return wrong;
  const values = parts.flatMap((part) => (part.ok ? [part.value] : []));
  return { ok: true, value: Object.assign({}, ...values) as SnapshotSettings };
}

type Part<K extends keyof SnapshotSettings> = Parsed<Pick<SnapshotSettings, K>>;

function readPeople(env: Environment): Part<'principalHeader' | 'namespacesHeader' | 'trustedProxies' | 'admins'> {
  const header = readHeaderName(env, 'HOPSCOPE_PRINCIPAL_HEADER', 'X-Forwarded-User');
  if (!header.ok) return header;
  const namespacesHeader = readHeaderName(env, 'HOPSCOPE_NAMESPACES_HEADER', 'X-Forwarded-Namespaces');
  if (!namespacesHeader.ok) return namespacesHeader;
  if (namespacesHeader.value !== null && header.value === null)
    return { ok: false, reason: 'HOPSCOPE_NAMESPACES_HEADER needs HOPSCOPE_PRINCIPAL_HEADER: it tells of a person.' };
  return {
    ok: true,
    value: {
      principalHeader: header.value,
      namespacesHeader: namespacesHeader.value,
      trustedProxies: listOf(env['HOPSCOPE_TRUSTED_PROXIES'] ?? '127.0.0.1,::1'),
      admins: listOf(env['HOPSCOPE_ADMINS'] ?? ''),
    },
  };
}

function readHeaderName(env: Environment, name: string, example: string): Parsed<string | null> {
  const header = env[name]?.toLowerCase() ?? '';
  return /^[a-z0-9-]{0,60}$/.test(header)
    ? { ok: true, value: header || null }
    : { ok: false, reason: `${name} is the name of a header, for example ${example}.` };
}

/** How long, and how many: of one owner, and of all that show something of one namespace. */
function readTerms(env: Environment): Part<'maxDays' | 'limits'> {
  const maxDays = Number(env['HOPSCOPE_SNAPSHOT_MAX_DAYS'] ?? '30');
  if (!Number.isInteger(maxDays) || maxDays < 1 || maxDays > 3650)
    return { ok: false, reason: 'HOPSCOPE_SNAPSHOT_MAX_DAYS is a number of days from 1 to 3650.' };
  const count = Number(env['HOPSCOPE_SNAPSHOT_NAMESPACE_MAX'] ?? '2000');
  if (!Number.isInteger(count) || count < 1 || count > 100_000)
    return { ok: false, reason: 'HOPSCOPE_SNAPSHOT_NAMESPACE_MAX is a number of snapshots from 1 to 100000.' };
  const namespace = { count, bytes: count * MEBIBYTE };
  return { ok: true, value: { maxDays, limits: { count: 200, bytes: 200 * MEBIBYTE, namespace } } };
}

function readSwitches(env: Environment): Part<'allowAnyone' | 'automatic'> {
  const switches = ['HOPSCOPE_SNAPSHOT_ANYONE', 'HOPSCOPE_SNAPSHOT_AUTOMATIC'].map(
    (name) => [name, env[name] ?? ''] as const,
  );
  const wrong = switches.find(([, value]) => !['', 'on', 'off'].includes(value));
  if (wrong) return { ok: false, reason: `${wrong[0]} is "on" or "off", not "${wrong[1]}".` };
  const [allowAnyone, automatic] = switches.map(([, value]) => value === 'on');
  return { ok: true, value: { allowAnyone: allowAnyone!, automatic: automatic! } };
}

function readChat(env: Environment): Part<'webhook' | 'publicUrl'> {
  const webhook = readWebhook(env['HOPSCOPE_SNAPSHOT_WEBHOOK'] ?? '', env['HOPSCOPE_SNAPSHOT_WEBHOOK_FORM'] ?? '');
  if (!webhook.ok) return webhook;
  const publicUrl = readPublicUrl(env['HOPSCOPE_PUBLIC_URL'] ?? '');
  if (!publicUrl.ok) return publicUrl;
  if (webhook.value !== null && publicUrl.value === null)
    return {
      ok: false,
      reason: 'HOPSCOPE_SNAPSHOT_WEBHOOK needs HOPSCOPE_PUBLIC_URL: links in a chat must lead here.',
    };
  return { ok: true, value: { webhook: webhook.value, publicUrl: publicUrl.value } };
}

/** `[HOST:]PORT`; this machine alone where no host is named. */
function readListener(env: Environment): Part<'listen'> {
  const text = env['HOPSCOPE_SNAPSHOT_LISTEN'] ?? '';
  if (text === '') return { ok: true, value: { listen: null } };
  const [, host, port] = /^(?:(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535)
    return { ok: false, reason: 'HOPSCOPE_SNAPSHOT_LISTEN is a port, or HOST:PORT: 7412, 0.0.0.0:7412, [::1]:7412.' };
  // Nobody could open anything there.
  if (!env['HOPSCOPE_PRINCIPAL_HEADER'] && env['HOPSCOPE_SNAPSHOT_ANYONE'] !== 'on')
    return {
      ok: false,
      reason: 'HOPSCOPE_SNAPSHOT_LISTEN needs HOPSCOPE_SNAPSHOT_ANYONE=on or HOPSCOPE_PRINCIPAL_HEADER.',
    };
  const bare = (host ?? '127.0.0.1').replace(/^\[|\]$/g, '');
  return { ok: true, value: { listen: { host: bare, port: Number(port) } } };
}

function readStore(env: Environment): Part<'store'> {
  const folder = env['HOPSCOPE_SNAPSHOTS'] ?? '';
  const url = env['DATABASE_URL'] ?? '';
  if (url !== '' && !/^postgres(?:ql)?:\/\//.test(url))
    return {
      ok: false,
      reason: 'DATABASE_URL must begin with postgres:// or postgresql://; no other database is known.',
    };
  if (folder === 'off') return { ok: true, value: { store: null } };
  if (url !== '') return { ok: true, value: { store: { kind: 'postgres', url } } };
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  return { ok: true, value: { store: { kind: 'files', folder: folder || join(state, 'hopscope', 'snapshots') } } };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
