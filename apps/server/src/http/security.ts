/** What keeps a browser from being used against us: headers for the page, and a look at the host it thinks it talks to. */
import type { FastifyInstance } from 'fastify';
import type { EmbedSettings } from '../embed/settings.ts';
import { problemOf, sendProblem } from './problem.ts';

type Headers = Readonly<Record<string, string>>;

/** Everything that no panel needs is off, also for what it might one day frame. */
const PERMISSIONS = [
  ...['accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'magnetometer', 'microphone'],
  ...['midi', 'payment', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'],
]
  .map((name) => `${name}=()`)
  .concat('fullscreen=(self)', 'clipboard-write=(self)')
  .join(', ');

const EVERYWHERE: Headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': PERMISSIONS,
};

/** Nobody frames the application, its API or a snapshot. */
const OWN: Headers = {
  ...EVERYWHERE,
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const PANEL_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'";

/**
 * The headers of a path. Only pages of panels may be framed, by this server's own pages and by the origins of the list;
 * X-Frame-Options cannot say a list, so it is left out there. Their scripts hold no data, and a sandboxed panel, which is of no
 * origin, must be able to load them.
 */
export function headersFor(path: string, embed: EmbedSettings | null): Headers {
  if (embed === null || !path.startsWith('/embed/')) return OWN;
  const ancestors = embed.anyOrigin ? '*' : ["'self'", ...embed.origins].join(' ');
  return {
    ...EVERYWHERE,
    'content-security-policy': `${PANEL_POLICY}; frame-ancestors ${ancestors}`,
    'cross-origin-resource-policy': 'cross-origin',
    ...(isAsset(path) ? { 'access-control-allow-origin': '*' } : {}),
  };
}

const isAsset = (path: string): boolean =>
  path.startsWith('/embed/assets/') || /^\/embed\/v\d+\/[\w-]+\.js$/.test(path);

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Sets the headers on every answer. On loopback, requests for any other host name are refused: a foreign page whose name was
 * pointed at this machine (DNS rebinding) would otherwise read the cluster.
 */
export function registerSecurity(
  app: FastifyInstance,
  options: { loopback: boolean; embed: EmbedSettings | null },
): void {
  app.addHook('onRequest', async (request, reply) => {
    const headers = headersFor(request.url.split('?', 1)[0]!, options.embed);
    reply.headers(headers);
    // The stream writes its head past the framework.
    for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value);
    if (!options.loopback || isLoopbackHost(request.headers.host)) return;
    const detail = 'This server answers for localhost only. Start it with --host to serve it under another name.';
    await sendProblem(reply, problemOf('bad-host', detail));
  });
}

/** True for localhost and loopback addresses, with or without a port. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.test(host);
}
