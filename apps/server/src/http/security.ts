/** What keeps a browser from being used against us: headers for the page, and a look at the host it thinks it talks to. */
import type { FastifyInstance } from 'fastify';
import { problemOf, sendProblem } from './problem.ts';

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Sets the headers on every answer. On loopback, requests for any other host name are refused: a foreign page whose name was
 * pointed at this machine (DNS rebinding) would otherwise read the cluster.
 */
export function registerSecurity(app: FastifyInstance, options: { loopback: boolean }): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    // The stream writes its head past the framework.
    for (const [name, value] of Object.entries(HEADERS)) reply.raw.setHeader(name, value);
    if (!options.loopback || isLoopbackHost(request.headers.host)) return;
    const detail = 'This server answers for localhost only. Start it with --host to serve it under another name.';
    await sendProblem(reply, problemOf('bad-host', detail));
  });
}

/** True for localhost and loopback addresses, with or without a port. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.test(host);
}
