/** Requests of somebody who wants to break in or to break it: made up at random from a seed, and what must never come back. */
import type { App } from '../../src/routes/served.ts';

export interface HostileResult {
  sent: number;
  /** by status */
  statuses: Record<string, number>;
  /** answers of 500 and above, but those that say that it is not ready or switched off */
  failures: string[];
  /** answers that hold a secret, a path of this machine or a stack */
  leaks: string[];
  /** snapshots that were opened, changed or ended without a right to */
  broken: string[];
}

export interface Secrets {
  /** what must be in no answer */
  texts: readonly string[];
  /** real ids and a prefix of a real token, for guessing */
  ids: readonly string[];
  token: string;
}

const ROUTES = [
  ['GET', '/api/v1/snapshots/:id'],
  ['DELETE', '/api/v1/snapshots/:id'],
  ['POST', '/api/v1/snapshots/:id/pause'],
  ['POST', '/api/v1/snapshots/:id/resume'],
  ['POST', '/api/v1/snapshots/:id/title'],
  ['POST', '/api/v1/snapshots/:id/pin'],
  ['POST', '/api/v1/snapshots/:id/unpin'],
  ['POST', '/api/v1/snapshots/comment'],
  ['POST', '/api/v1/snapshots/send'],
  ['GET', '/api/v1/snapshots/audit'],
  ['GET', '/api/v1/snapshots/key'],
  ['GET', '/api/v1/snapshots/metrics'],
  ['POST', '/api/v1/snapshots/open'],
  ['POST', '/api/v1/snapshots/diff'],
  ['POST', '/api/v1/snapshots/revoke'],
  ['POST', '/api/v1/snapshots'],
  ['GET', '/api/v1/snapshots'],
  ['GET', '/s/:id'],
  ['GET', '/s/:id/export.json'],
  ['GET', '/s/:id/export.html'],
  ['GET', '/s/:id/export.svg'],
  ['GET', '/s/:id/preview.png'],
  ['GET', '/s/:id/:id'],
  ['HEAD', '/s/:id'],
  ['PUT', '/api/v1/snapshots/:id'],
] as const;

const ODD = [
  ':key',
  ':id',
  ':token',
  '%3Akey',
  '',
  '.',
  '..',
  '%2e%2e%2f',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%0d%0aSet-Cookie:x=1',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  '*',
  "' or 1=1 --",
  '{{7*7}}',
  '<script>alert(1)</script>',
  '%ff%fe',
  'a'.repeat(32),
  'A'.repeat(299),
  '-'.repeat(16),
  'id:',
  'id::id',
  'now',
  '🙂',
  '%F0%9F%99%82',
  '%',
  '%zz',
  ';',
  '?',
  '#',
];

/** Sends them one after the other, as somebody whom the proxy does not name. */
export async function sendHostile(app: App, count: number, secrets: Secrets, seed = 1): Promise<HostileResult> {
  const random = seeded(seed);
  const result: HostileResult = { sent: 0, statuses: {}, failures: [], leaks: [], broken: [] };
  for (let i = 0; i < count; i++) {
    const request = makeRequest(random, secrets);
    const answer = await app.inject(request as never);
    result.sent += 1;
    result.statuses[answer.statusCode] = (result.statuses[answer.statusCode] ?? 0) + 1;
    const what = `${request.method} ${request.url} ${JSON.stringify(request.payload ?? '').slice(0, 200)}`;
    if (answer.statusCode >= 500) result.failures.push(`${answer.statusCode} ${what} ${answer.body.slice(0, 200)}`);
    const said = `${answer.body} ${JSON.stringify(answer.headers)}`;
    if (
      secrets.texts.some((text) => said.includes(text)) ||
      /\n\s+at .+\.[mt]s:\d|\/(?:root|home|work|tmp)\//.test(said)
    )
      result.leaks.push(`${what} ${said.slice(0, 300)}`);
    if (/^(?:200|201)$/.test(String(answer.statusCode)) && isForbidden(request))
      result.broken.push(`${answer.statusCode} ${what}`);
    if (answer.headers['set-cookie'] !== undefined) result.leaks.push(`a cookie: ${what}`);
  }
  return result;
}

interface HostileRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload?: string;
}

/** Nobody may open, end or make anything; an empty list and a revocation of nothing are no harm. */
function isForbidden({ method, url }: HostileRequest): boolean {
  if (url.startsWith('/s/')) return /export|preview/.test(url);
  return (
    !(method === 'GET' && /^\/api\/v1\/snapshots\/?\.?(?:\?|#|$|key$|audit$|metrics$)/.test(url)) &&
    !url.startsWith('/api/v1/snapshots/revoke')
  );
}

type Random = (below: number) => number;

function makeRequest(random: Random, secrets: Secrets): HostileRequest {
  const [method, pattern] = ROUTES[random(ROUTES.length)]!;
  const url = pattern.replaceAll(':id', () => oddText(random, secrets));
  const headers: Record<string, string> = { host: 'localhost' };
  if (random(3) === 0) headers['x-forwarded-user'] = ['ada', 'admin', 'local', '\u00e4', ''][random(5)]!;
  if (random(4) === 0) headers['hopscope-revoke-token'] = ascii(oddText(random, secrets));
  if (random(5) === 0) headers['origin'] = ['null', 'https://evil.example'][random(2)]!;
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') return { method, url, headers };
  headers['content-type'] = [
    'application/json',
    'application/json',
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
  ][random(5)]!;
  if (random(12) === 0) headers['content-encoding'] = 'gzip';
  return { method, url, headers, payload: makeBody(random, secrets) };
}

const ascii = (text: string): string => text.replace(/[^\u0021-\u007e]/g, '');

function oddText(random: Random, { ids, token }: Secrets): string {
  const kind = random(10);
  if (kind < 6) return ODD[random(ODD.length)]!;
  if (kind === 6) return ids[random(ids.length)] ?? '';
  if (kind === 7) return `${token.slice(0, random(token.length - 1))}${'A'.repeat(random(34))}`;
  return Array.from({ length: random(40) }, () => String.fromCharCode(33 + random(90))).join('');
}

function makeBody(random: Random, secrets: Secrets): string {
  const odd = () => oddText(random, secrets);
  const bodies: (() => string)[] = [
    () => JSON.stringify({ token: odd() }),
    () => JSON.stringify({ token: { $gt: '' } }),
    () => JSON.stringify({ token: odd(), passphrase: odd() }),
    () => JSON.stringify({ token: secrets.token, passphrase: odd(), text: odd() }),
    () => JSON.stringify({ token: `id:${secrets.ids[0]}`, passphrase: '', text: 'x' }),
    () => JSON.stringify({ title: odd() }),
    () => JSON.stringify({ reason: odd() }),
    () => JSON.stringify({ dryRun: true, namespaces: [odd(), '__proto__'], rights: odd() }),
    () => JSON.stringify({ sealed: 'QUFB', passphrase: odd(), pair: odd() }),
    () => JSON.stringify({ before: odd(), after: odd() }),
    () => JSON.stringify({ before: `id:${secrets.ids[0]}`, after: 'now' }),
    () => JSON.stringify({ ids: [odd(), ...secrets.ids] }),
    () => JSON.stringify({ ids: 7, namespace: odd() }),
    () => '{"__proto__":{"isAdmin":true},"token":"x"}',
    () => '{"constructor":{"prototype":{"isAdmin":true}},"dryRun":true}',
    () => JSON.stringify({ dryRun: true, profile: odd(), paths: [odd()] }),
    () => JSON.stringify({ dryRun: true, paths: ['web/frontend -> shop/cart:80'], viewer: { selected: odd() } }),
    () => JSON.stringify({ draft: 'A'.repeat(32) }),
    () => JSON.stringify({ sealed: 'QUFB', title: odd(), audience: 'anyone' }),
    () => JSON.stringify({ sealed: 'x'.repeat(random(5_000)) }),
    () => JSON.stringify({ title: 'x'.repeat(100_000) }),
    () => '['.repeat(1 + random(20_000)),
    () => JSON.stringify(Array.from({ length: random(50) }, odd)),
    () => String.fromCharCode(...Array.from({ length: random(200) }, () => random(256))),
    () => '',
    () => 'null',
  ];
  return bodies[random(bodies.length)]!();
}

/** The same numbers for the same seed. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return below <= 0 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
