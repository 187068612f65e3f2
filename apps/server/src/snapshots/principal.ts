/** Who asks, as far as a proxy in front tells. Hopscope has no login of its own. */
import type { FastifyRequest } from 'fastify';
import type { SnapshotSettings } from './settings.ts';

export interface Principal {
  /** null = nobody was named: whoever it is has the link alone */
  name: string | null;
  isAdmin: boolean;
}

/** Where there is no login, whoever reaches the port is this one. */
export const LOCAL: Principal = { name: 'local', isAdmin: true };

/** Owns what nobody in particular took; counts against a quota of its own. No proxy can name it, for names are trimmed. */
export const AUTOMATIC = { name: ' automatic', isAdmin: false } as const;

type Settings = Pick<SnapshotSettings, 'principalHeader' | 'trustedProxies' | 'admins'>;

/** The principal of a request. The header counts only where a trusted proxy sent the request; others could write anything. */
export function principalOf(request: Pick<FastifyRequest, 'headers' | 'ip'>, settings: Settings): Principal {
  if (settings.principalHeader === null) return LOCAL;
  const nobody = { name: null, isAdmin: false };
  const given = request.headers[settings.principalHeader];
  if (typeof given !== 'string' || !settings.trustedProxies.includes(request.ip.replace(/^::ffff:/, ''))) return nobody;
  const name = given.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (name === '' || name.length > 200 || /[\u0000-\u001f\u007f]/.test(name)) return nobody;
  return { name, isAdmin: settings.admins.includes(name) };
}
