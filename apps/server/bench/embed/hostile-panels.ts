/** Requests of somebody who wants to read panels without a right to, or to break what serves them: made up at random from a seed. */
import { seededChoices } from '@hopscope/core/scenarios';
import type { App } from '../../src/routes/served.ts';

export interface HostileResult {
  sent: number;
  /** by status */
  statuses: Record<string, number>;
  /** answers of 500 and above */
  failures: string[];
  /** answers that hold a secret, a name of the mesh that may not be told, a path of this machine or a stack */
  leaks: string[];
  /** data that was given, or a link that was made or ended, without a right to */
  broken: string[];
}

/** What the attacker has, and what must come back from nothing. */
export interface Prey {
  /** for shop alone, of the panel `problems` */
  narrow: string;
  expired: string;
  /** link of somebody else, and its id */
  link: string;
  id: string;
  /** must be in no answer */
  secrets: readonly string[];
  /** names that only other namespaces have */
  hidden: RegExp;
}

const PANELS = ['map', 'path', 'edge', 'workload', 'namespace', 'problems', 'changes'];
const ODD = [
  ...['', '.', '..', '%2e%2e%2f', '..%2f..%2fetc%2fpasswd', '%00', '%0d%0aSet-Cookie:x=1', '__proto__', 'constructor'],
  ...['null', '*', "' or 1=1 --", '{{7*7}}', '<script>alert(1)</script>', '%ff%fe', '🙂', '%', '%zz', ';', '#'],
  ...['"><img>', 'a'.repeat(299), 'A'.repeat(32), '-'.repeat(16), 'shop', 'payments', 'shop,payments'],
  ...['payments/ledger', '-1', '1e9', 'NaN', 'now-1h', '2026-11-20T09:00:00Z', '9999-99-99T99:99:99Z'],
  ...['web/checkout -> shop/cart:80', 'shop/cart -> ip:10.0.0.1:80', 'outside -> payments/ledger:8080', ' -> ', '->'],
  ...['0', '17', '[]', 'x'.repeat(1_500)],
];
const ORIGINS = ['null', 'https://evil.example', 'https://portal.example', 'https://portal.example.evil.test', 'x', ''];
const QUERY = ['namespaces', 'focus', 'depth', 'ask', 'since', 'until', 'at', 'ns', '__proto__', 'url', 'origin'];
const SIZES = ['width', 'height', 'scale', 'theme', 'from', 'to', 'ns', 'at'];

/** Sends them one after the other, as somebody whom the proxy does not name. */
export async function sendHostile(app: App, count: number, prey: Prey, seed = 1): Promise<HostileResult> {
  const random = seededChoices(seed).int;
  const result: HostileResult = { sent: 0, statuses: {}, failures: [], leaks: [], broken: [] };
  for (let i = 0; i < count; i++) {
    const request = makeRequest(random, prey);
    const answer = await app.inject(request as never);
    result.sent += 1;
    result.statuses[answer.statusCode] = (result.statuses[answer.statusCode] ?? 0) + 1;
    judge(request, answer, prey, result);
  }
  return result;
}

type Answer = Awaited<ReturnType<App['inject']>>;

/** Notes what should not have come back. */
function judge(request: HostileRequest, answer: Answer, prey: Prey, { failures, leaks, broken }: HostileResult): void {
  const what = `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${request.payload ?? ''}`.slice(
    0,
    600,
  );
  if (answer.statusCode >= 500) failures.push(`${answer.statusCode} ${what} ${answer.body.slice(0, 200)}`);
  if (hasLeak(request, answer.body, JSON.stringify(answer.headers), prey))
    leaks.push(`${what} ${answer.body.slice(0, 300)}`);
  if (answer.headers['set-cookie'] !== undefined) leaks.push(`a cookie: ${what}`);
  if (isShared(request, answer)) broken.push(`shared with a stranger: ${what}`);
  if (answer.statusCode < 300 && isForbidden(request, prey)) broken.push(`${answer.statusCode} ${what}`);
}

/** True where a browser would let a page read it that may not; files of panels hold no data and are for all. */
function isShared({ url }: HostileRequest, { headers }: Answer): boolean {
  const shared = String(headers['access-control-allow-origin'] ?? '');
  const isFile = /^\/embed\/(?:assets\/|v\d+\/[\w-]+\.js)/.test(url);
  return (shared === '*' && !isFile) || /evil|^x$/.test(shared);
}

interface HostileRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload?: string;
}

/** What the attacker sent itself is no leak where it comes back. */
function hasLeak({ url, payload = '', headers }: HostileRequest, body: string, head: string, prey: Prey): boolean {
  const sent = `${decode(url)} ${payload} ${JSON.stringify(headers)}`;
  if (prey.secrets.some((secret) => (body + head).includes(secret) && !sent.includes(secret))) return true;
  if (/\n\s+at .+\.[mt]s:\d|\/(?:root|home|work|tmp)\//.test(body)) return true;
  const found = prey.hidden.exec(body)?.[0];
  return found !== undefined && !sent.includes(found);
}

/** Data and its picture are for the one panel of the token; tokens, links and lists are for nobody; pages and what tells nothing are for all. */
function isForbidden({ method, url, headers }: HostileRequest, prey: Prey): boolean {
  if (method === 'OPTIONS' || !/^\/(?:api\/v1\/embed|render)\//.test(url)) return false;
  const isNarrow = headers['authorization'] === `Bearer ${prey.narrow}`;
  return !(isNarrow && /^\/(?:api\/v1\/embed\/panels\/problems|render\/v1\/problems\.)/.test(url));
}

type Random = (below: number) => number;

function makeRequest(random: Random, prey: Prey): HostileRequest {
  const odd = () => oddText(random, prey);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const query = () => Array.from({ length: random(4) }, () => `${pick(QUERY)}=${encodeOdd(odd())}`).join('&');
  const panel = () => (random(4) === 0 ? encodeOdd(odd()) : pick(PANELS));
  const routes: (() => [string, string])[] = [
    () => ['GET', `/api/v1/embed/panels/${panel()}?${query()}`],
    () => ['GET', `/api/v1/embed/panels/problems?${query()}`],
    () => ['OPTIONS', `/api/v1/embed/panels/${panel()}`],
    () => ['GET', `/embed/${pick(['v1', 'v1', 'v2', encodeOdd(odd())])}/${panel()}?${query()}`],
    () => ['GET', `/embed/assets/${encodeOdd(odd())}`],
    () => ['GET', `/render/v1/${panel()}.svg?${query()}&${pick(SIZES)}=${encodeOdd(odd())}`],
    () => ['GET', `/render/v1/${pick(['badge', encodeOdd(odd())])}.${pick(['svg', 'gif', ''])}?${query()}`],
    () => [
      'GET',
      `/api/v1/embed/oembed?url=${encodeURIComponent(oddAddress(random, odd()))}&maxwidth=${encodeOdd(odd())}`,
    ],
    () => ['GET', `/api/v1/embed/oembed?url=${encodeURIComponent(oddAddress(random, odd()))}`],
    () => ['GET', `/api/v1/embed/allowed?origin=${encodeOdd(odd())}`],
    () => ['GET', '/api/v1/embed/links'],
    () => ['GET', '/api/v1/embed/hosts'],
    () => ['DELETE', `/api/v1/embed/links/${random(2) === 0 ? prey.id : encodeOdd(odd())}`],
    () => ['POST', '/api/v1/embed/links'],
    () => ['POST', '/api/v1/embed/tokens'],
    () => ['POST', '/api/v1/embed/exchange'],
    () => ['PUT', `/api/v1/embed/links/${prey.id}`],
  ];
  const [method, url] = pick(routes)();
  const headers = makeHeaders(random, prey, odd);
  if (method !== 'POST') return { method, url, headers };
  headers['content-type'] = pick([
    'application/json',
    'application/json',
    'application/json',
    'text/plain',
    'multipart/form-data',
  ]);
  return { method, url, headers, payload: makeBody(random, prey, odd) };
}

function makeHeaders(random: Random, prey: Prey, odd: () => string): Record<string, string> {
  const headers: Record<string, string> = { host: random(10) === 0 ? ascii(odd()) || 'x' : 'localhost' };
  if (random(2) === 0) headers['origin'] = ORIGINS[random(ORIGINS.length)]!;
  if (random(4) === 0) headers['x-forwarded-user'] = ['ada', 'admin', 'local', ''][random(4)]!;
  if (random(6) === 0) headers['x-forwarded-proto'] = ['https', 'javascript', ascii(odd())][random(3)]!;
  if (random(4) === 0) headers['referer'] = ascii(odd());
  const tokens = [prey.narrow, prey.expired, forged(random, prey.narrow), ascii(odd()), 'a.b.c', '.'.repeat(5)];
  if (random(3) > 0)
    headers['authorization'] = `${random(8) === 0 ? 'Basic' : 'Bearer'} ${tokens[random(tokens.length)]}`;
  return headers;
}

/** A token that says more than it was signed for, is of another algorithm, or is cut. */
function forged(random: Random, token: string): string {
  const [head, body, signature] = token.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const made = [
    () => `${head}.${encode({ ...claims, locked: { namespaces: null } })}.${signature}`,
    () => `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
    () => `${encode({ alg: 'HS256', typ: 'JWT', kid: 'd1' })}.${body}.${signature}`,
    () => `${head}.${encode({ ...claims, exp: 1e12, panel: 'map' })}.${signature}`,
    () => token.slice(0, random(token.length - 1)),
    () => `${token}${'A'.repeat(random(40))}x`,
    () => `${head}.${Buffer.from(`${'['.repeat(2_000)}`).toString('base64url')}.${signature}`,
  ];
  return made[random(made.length)]!();
}

const ascii = (text: string): string => text.replace(/[^\u0021-\u007e]/g, '').slice(0, 2_000);
const encodeOdd = (text: string): string =>
  /^[%#;?]/.test(text) || text.includes('%') ? text.replaceAll(/[#?]/g, '') : encodeURIComponent(text);

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    // Broken on purpose.
    return url;
  }
}

function oddText(random: Random, { link, id }: Prey): string {
  const kind = random(10);
  if (kind < 6) return ODD[random(ODD.length)]!;
  if (kind === 6) return id;
  if (kind === 7) return `${link.slice(0, random(link.length - 1))}${'A'.repeat(random(34))}`;
  return Array.from({ length: random(40) }, () => String.fromCharCode(33 + random(90))).join('');
}

function oddAddress(random: Random, odd: string): string {
  const made = [
    'http://localhost/embed/v1/map',
    'https://localhost/render/v1/map.svg',
    'http://evil.example/embed/v1/map',
    'javascript:alert(1)',
  ];
  return `${made[random(made.length)]}${['', '?ns=', '#link=', '/'][random(4)]}${odd}`;
}

function makeBody(random: Random, prey: Prey, odd: () => string): string {
  const bodies: (() => string)[] = [
    () => JSON.stringify({ link: odd() }),
    () => JSON.stringify({ link: { $gt: '' } }),
    () => JSON.stringify({ panel: 'map', origin: odd() }),
    () => JSON.stringify({ panel: odd(), origin: 'https://portal.example', namespaces: [odd()] }),
    () => JSON.stringify({ panel: 'map', expires: '30d', query: odd(), title: odd() }),
    () => JSON.stringify({ panel: 'map', expires: '1000d' }),
    () => '{"__proto__":{"isAdmin":true},"panel":"map","expires":"1d"}',
    () => '{"constructor":{"prototype":{"isAdmin":true}},"link":"x"}',
    () => JSON.stringify({ link: prey.id }),
    () => JSON.stringify({ title: 'x'.repeat(100_000) }),
    () => '['.repeat(1 + random(20_000)),
    () => String.fromCharCode(...Array.from({ length: random(200) }, () => random(256))),
    () => '',
    () => 'null',
  ];
  return bodies[random(bodies.length)]!();
}
