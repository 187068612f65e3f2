import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClientLimits, createPrometheusClient } from './client.ts';
import type { Result } from './result-stream.ts';
import type { PrometheusSettings } from './settings.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const VECTOR = JSON.stringify({
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, '2'] }] },
});

type Answer = (request: IncomingMessage & { form: URLSearchParams }, response: ServerResponse) => void;

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => answer(Object.assign(request, { form: new URLSearchParams(body) }), response));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(url: string, more: Partial<PrometheusSettings> = {}, limits: Partial<ClientLimits> = {}) {
  const settings = { url, token: null, ca: null, matchers: [], windowSeconds: 300, ...more };
  const client = createPrometheusClient(settings, { timeoutMs: 2_000, ...limits });
  closing.push(() => client.close());
  return client;
}

async function ask(client: ReturnType<typeof clientOf>, at?: number) {
  const results: Result[] = [];
  const answered = await client.ask('up', { at, onBatch: (batch) => results.push(...batch) });
  return { answered, results };
}

const say =
  (status: number, text: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(status, headers).end(text);

describe('a query', () => {
  it('is sent as a form with its time, and its cost is told', async () => {
    let asked = '';
    const url = await serve((request, response) => {
      asked = `${request.method} ${request.url} ${request.form}`;
      response.end(VECTOR);
    });
    const { answered, results } = await ask(clientOf(`${url}/prom`), 1_700_000_000_500);
    expect(asked).toBe('POST /prom/api/v1/query query=up&timeout=2s&time=1700000000.500');
    expect(results).toEqual([{ metric: { a: 'b' }, value: [1, '2'] }]);
    expect(answered).toMatchObject({ ok: true, value: { bytes: VECTOR.length, wireBytes: VECTOR.length, results: 1 } });
  });

  it('is sent as an address where only those are let through', async () => {
    const url = await serve((request, response) => {
      if (request.method === 'POST') response.writeHead(405).end('no');
      else response.end(request.url === '/api/v1/query?query=up&timeout=2s' ? VECTOR : '');
    });
    expect((await ask(clientOf(url))).results).toHaveLength(1);
  });

  it('takes compressed answers', async () => {
    const many = JSON.stringify({
      status: 'success',
      data: { resultType: 'vector', result: Array.from({ length: 3000 }, (_, i) => ({ metric: { i: `${i}` } })) },
    });
    const url = await serve(say(200, '', {}));
    const zipped = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(many));
    });
    expect((await ask(clientOf(url))).answered.ok).toBe(false);
    const { answered, results } = await ask(clientOf(zipped));
    expect(results).toHaveLength(3000);
    expect(answered.ok && answered.value.wireBytes).toBe(gzipSync(many).length);
  });

  it('carries the token, read anew', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(VECTOR);
    });
    let count = 0;
    const client = clientOf(url, { token: async () => ({ ok: true, value: `t${++count}` }) });
    await ask(client);
    await ask(client);
    expect(seen).toEqual(['Bearer t1', 'Bearer t2']);
  });
});

const error = (text: string) => JSON.stringify({ status: 'error', errorType: 'x', error: text });

describe('a failure is one sentence', () => {
  it.each<[string, Answer, string, RegExp]>([
    ['401', say(401, 'secret page'), 'unauthorized', /HOPSCOPE_PROMETHEUS_TOKEN_FILE/],
    ['403', say(403, error('no')), 'forbidden', /403\): no/],
    ['404', say(404, 'x'), 'not-found', /path/],
    ['a bad query', say(400, error('parse error: unexpected "}"')), 'refused', /parse error: unexpected/],
    ['422', say(422, error('found duplicate series')), 'refused', /found duplicate series/],
    [
      'too many samples',
      say(422, error('query processing would load too many samples into memory')),
      'refused',
      /more samples/,
    ],
    [
      'a query that took too long there',
      say(503, error('query timed out in expression evaluation')),
      'timeout',
      /gave up/,
    ],
    ['503', say(503, 'Service Unavailable'), 'server-error', /503/],
    ['429', say(429, ''), 'busy', /wait/],
    ['a login page', say(302, '', { location: '/login' }), 'bad-answer', /redirects/],
    ['not JSON', say(200, '<html>hello</html>'), 'bad-answer', /not Prometheus/],
    ['cut off', say(200, VECTOR.slice(0, 60)), 'bad-answer', /cut off/],
    ['an error that says success', say(200, error('odd')), 'refused', /odd/],
    ['a matrix', say(200, VECTOR.replace('vector', 'matrix')), 'bad-answer', /no vector/],
    ['damaged compression', say(200, 'hello', { 'content-encoding': 'gzip' }), 'bad-answer', /damaged/],
    [
      'a cut connection',
      (_r, response) => void response.writeHead(200, { 'content-length': '999' }).write('{', () => response.destroy()),
      'unreachable',
      /closed/,
    ],
    ['silence', () => {}, 'timeout', /in time/],
    ['silence in the middle', (_r, response) => void response.write('{"status":'), 'timeout', /in time|middle/],
  ])('%s', async (_name, answer, reason, said) => {
    const url = await serve(answer);
    const { answered } = await ask(clientOf(url, {}, { timeoutMs: 400 }));
    expect(answered).toMatchObject({ ok: false, reason });
    expect(answered.ok ? '' : answered.message).toMatch(said);
    expect(JSON.stringify(answered)).not.toContain('secret');
  });

  it.each([{ bytes: 50 }, { results: 0 }])('an answer that is too large: %j', async (limits) => {
    const { answered } = await ask(clientOf(await serve(say(200, VECTOR)), {}, limits));
    expect(answered.ok ? '' : answered.message).toContain('larger than is read');
  });

  it.each([
    ['http://127.0.0.1:1', 'unreachable', /refused/],
    ['http://nowhere.invalid:9090', 'dns', /resolve|DNS/],
  ])('nobody at %s', async (url, reason, said) => {
    const { answered } = await ask(clientOf(url));
    expect(answered).toMatchObject({ ok: false, reason, message: expect.stringMatching(said) });
  });

  it('what speaks no HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0\r\n'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closing.push(() => server.close());
    const { answered } = await ask(clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    expect(answered).toMatchObject({ ok: false, reason: 'bad-answer' });
  });

  it('a token that cannot be read is not sent as none', async () => {
    const missing = { ok: false, reason: 'config', message: 'no file' } as const;
    const { answered } = await ask(clientOf(await serve(say(200, VECTOR)), { token: async () => missing }));
    expect(answered).toEqual(missing);
  });
});

describe('TLS', () => {
  it('trusts the authority that is named, and no other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hopscope-tls-'));
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
    execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...name], { stdio: 'ignore' });
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
      response.end(VECTOR),
    );
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const url = `https://127.0.0.1:${port}`;
    expect((await ask(clientOf(url, { ca: readFileSync(cert, 'utf8') }))).results).toHaveLength(1);
    expect((await ask(clientOf(url))).answered).toMatchObject({ ok: false, reason: 'tls' });
    expect((await ask(clientOf(`http://127.0.0.1:${port}`))).answered.ok).toBe(false);
  });
});

describe('a Prometheus that does not answer', () => {
  it('is left alone after a few queries', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(503).end();
    });
    const client = clientOf(url);
    for (let i = 0; i < 6; i += 1) await ask(client);
    expect(asked).toBe(3);
    expect((await ask(client)).answered).toMatchObject({
      ok: false,
      message: expect.stringContaining('asked again in'),
    });
  });
});
