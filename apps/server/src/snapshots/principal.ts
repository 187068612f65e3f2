/** Who asks, as far as a proxy in front tells. Hopscope has no login of its own. */
import type { FastifyRequest } from 'fastify';
import type { SnapshotSettings } from './settings.ts';

export interface Principal {
  /** null = nobody was named: whoever it is has the link alone */
  name: string | null;
  isAdmin: boolean;
  /** the namespaces that the proxy says are theirs; null = all, which is also so where no proxy is asked to say */
  namespaces: readonly string[] | null;
}

/** Where there is no login, whoever reaches the port is this one. */
export const LOCAL: Principal = { name: 'local', isAdmin: true, namespaces: null };

/** Owns what nobody in particular took; counts against a quota of its own. No proxy can name it, for names are trimmed. */
export const AUTOMATIC = { name: ' automatic', isAdmin: false, namespaces: null } as const;

type Settings = Pick<SnapshotSettings, 'principalHeader' | 'trustedProxies' | 'admins'> &
  Partial<Pick<SnapshotSettings, 'namespacesHeader'>>;

/** The principal of a request. The header counts only where a trusted proxy sent the request; others could write anything. */
export function principalOf(request: Pick<FastifyRequest, 'headers' | 'ip'>, settings: Settings): Principal {
  if (settings.principalHeader === null) return LOCAL;
  const nobody = { name: null, isAdmin: false, namespaces: namespacesOf(undefined, settings) };
  const given = request.headers[settings.principalHeader];
  if (typeof given !== 'string' || !settings.trustedProxies.includes(request.ip.replace(/^::ffff:/, ''))) return nobody;
  const name = given.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (name === '' || name.length > 200 || /[\u0000-\u001f\u007f]/.test(name)) return nobody;
  const isAdmin = settings.admins.includes(name);
  const said = request.headers[settings.namespacesHeader ?? ''];
  return { name, isAdmin, namespaces: isAdmin ? null : namespacesOf(said, settings) };
}

/** Who asks where strangers may: without a login nobody is named, and nobody is an administrator. */
export function visitorOf(request: Pick<FastifyRequest, 'headers' | 'ip'>, settings: Settings): Principal {
  if (settings.principalHeader === null) return { name: null, isAdmin: false, namespaces: null };
  return principalOf(request, { ...settings, admins: [] });
}

/** Of whom the proxy says nothing, nothing is believed. `*` is everything. */
function namespacesOf(said: unknown, { namespacesHeader = null }: Settings): readonly string[] | null {
  if (namespacesHeader === null) return null;
  if (typeof said !== 'string') return [];
  const names = said.split(',').map((part) => part.trim());
  return names.includes('*') ? null : names.filter((name) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name));
}
