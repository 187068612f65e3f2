/** Opening a port, and what its address is called. */
import type { App } from '../routes/served.ts';
import type { Listen } from './option-values.ts';

export type Listening = { ok: true; port: number } | { ok: false; reason: string };

/** Opens a port; one that cannot be opened is a sentence. */
export async function listen(app: App, { host, port }: Listen): Promise<Listening> {
  try {
    await app.listen({ host, port });
    const address = app.server.address();
    return { ok: true, port: address !== null && typeof address === 'object' ? address.port : port };
  } catch (error) {
    await app.close();
    return { ok: false, reason: listenReason((error as NodeJS.ErrnoException).code, host, port, error) };
  }
}

function listenReason(code: string | undefined, host: string, port: number, error: unknown): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken: choose another one with --port, or end the program that has it.`;
  if (code === 'EACCES') return `Port ${port} may not be opened by this user: choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${host} is no address of this machine: choose another one with --host.`;
  return `It cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`;
}

/** What a person can open in a browser. */
export function displayHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : bracketed(host);
}

/** A host as addresses have it. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
