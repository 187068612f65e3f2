import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClientOptions, createClient } from './client.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { fixedCredential } from './credentials.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const ANONYMOUS = fixedCredential({ authorization: null, certificate: null });
const clientFor = (server: string, access: Partial<ClusterAccess> = {}, options: ClientOptions = {}) => {
  const tls = { ca: null, insecure: false, serverName: null };
  const client = createClient(
    { context: 'east', server, namespace: null, inCluster: false, tls, credentials: ANONYMOUS, ...access },
    { connectTimeoutMs: 300, ...options },
  );
  closing.push(() => client.close());
  return client;
};

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A certificate for the name `other`, signed by itself. */
function selfSigned(): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-tls-'));
  const path = (name: string): string => join(folder, name);
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=other',
    '-addext',
    'subjectAltName=DNS:other',
  ];
  execFileSync('openssl', [...request, '-keyout', path('key'), '-out', path('cert')], { stdio: 'ignore' });
  return { cert: readFileSync(path('cert'), 'utf8'), key: readFileSync(path('key'), 'utf8') };
}

async function serveTls(): Promise<{ server: string; cert: string }> {
  const pair = selfSigned();
  const server = createTlsServer(pair, (_request, response) => response.end('{}'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, cert: pair.cert };
}

describe('createClient', () => {
  it('asks below the path of the server address', async () => {
    let asked = '';
    const server = await serve((request, response) => {
      asked = request.url ?? '';
      response.end('{"a":1}');
    });
    expect(await clientFor(`${server}/k8s/clusters/c-1/`).json('/api/v1/pods?limit=1')).toEqual({
      ok: true,
      value: { a: 1 },
    });
    expect(asked).toBe('/k8s/clusters/c-1/api/v1/pods?limit=1');
  });

  it('asks for gzip only when told that the way is long', async () => {
    const server = await serve((request, response) => {
      const gzip = request.headers['accept-encoding'] === 'gzip';
      if (gzip) response.setHeader('content-encoding', 'gzip');
      response.end(gzip ? gzipSync('{"gzip":true}') : '{"gzip":false}');
    });
    expect(await clientFor(server).json('/')).toEqual({ ok: true, value: { gzip: false } });
    expect(await clientFor(server, {}, { gzip: true }).json('/')).toEqual({ ok: true, value: { gzip: true } });
  });

  it('renews a refused credential once', async () => {
    const seen: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(request.headers.authorization === 'Bearer new' ? 200 : 401).end('{}');
    });
    let token = 'old';
    const renewed = {
      current: () =>
        Promise.resolve({ ok: true as const, value: { authorization: `Bearer ${token}`, certificate: null } }),
      renew() {
        token = 'new';
        return true;
      },
    };
    expect((await clientFor(server, { credentials: renewed }).json('/')).ok).toBe(true);
    expect(seen).toEqual(['Bearer old', 'Bearer new']);
  });

  it('gives answers of any status as text', async () => {
    const server = await serve((_request, response) => response.writeHead(503, { 'x-a': 'b' }).end('not ready'));
    expect(await clientFor(server).text('/proxy')).toMatchObject({
      ok: true,
      value: { status: 503, text: 'not ready', headers: { 'x-a': 'b' } },
    });
  });
});

describe('createClient says in one sentence', () => {
  it('that nobody listens', async () => {
    const server = await serve(() => {});
    await closing.pop()?.();
    expect(await clientFor(server).json('/')).toEqual({
      ok: false,
      reason: 'unreachable',
      message: `Cannot reach the API server ${server} of context "east": connection refused. Is the cluster running, and does the kubeconfig point to it?`,
    });
  });

  it('that the name does not resolve', async () => {
    const answer = await clientFor('https://no-such-host.invalid:6443').json('/');
    expect(answer).toMatchObject({ ok: false, reason: 'dns' });
  });

  it('that nothing answers', async () => {
    // A full backlog drops further connection attempts, as a firewall does; an address that is never routed will do here.
    const started = Date.now();
    const answer = await clientFor('http://192.0.2.1:6443').json('/', { timeoutMs: 500 });
    expect(answer).toMatchObject({ ok: false });
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('that a server takes the request and stays silent', async () => {
    const server = await serve(() => {});
    expect(await clientFor(server).json('/', { timeoutMs: 300 })).toMatchObject({
      ok: false,
      reason: 'timeout',
      message: expect.stringContaining('did not answer in time'),
    });
  });

  it('that a certificate is not trusted, or for another name, and takes tls-server-name', async () => {
    const { server, cert } = await serveTls();
    expect(await clientFor(server).json('/')).toMatchObject({
      reason: 'tls',
      message: expect.stringContaining('signed by itself and not trusted'),
    });
    const tls = { ca: cert, insecure: false, serverName: null };
    expect(await clientFor(server, { tls }).json('/')).toMatchObject({
      reason: 'tls',
      message: expect.stringContaining('for other names'),
    });
    expect(await clientFor(server, { tls: { ...tls, serverName: 'other' } }).json('/')).toMatchObject({ ok: true });
    expect(await clientFor(server, { tls: { ca: null, insecure: true, serverName: null } }).json('/')).toMatchObject({
      ok: true,
    });
  });

  it('that a server does not speak TLS', async () => {
    const server = (await serve((_request, response) => response.end())).replace('http:', 'https:');
    expect(await clientFor(server).json('/')).toMatchObject({
      reason: 'tls',
      message: expect.stringContaining('does not speak TLS'),
    });
  });

  it('that a server does not speak HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closing.push(() => server.close());
    const answer = await clientFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).json('/');
    expect(answer).toMatchObject({ reason: 'bad-answer', message: expect.stringContaining('does not speak HTTP') });
  });

  it.each([
    [401, 'unauthorized', /does not accept our credentials/],
    [403, 'forbidden', /^because$/],
    [410, 'gone', /because/],
    [302, 'bad-answer', /login page/],
    [500, 'server-error', /answered 500: because/],
    [422, 'refused', /answered 422/],
  ])('what status %i means', async (status, reason, message) => {
    const server = await serve((_request, response) => response.writeHead(status).end('{"message":"because"}'));
    expect(await clientFor(server).json('/')).toMatchObject({
      ok: false,
      reason,
      status,
      message: expect.stringMatching(message),
    });
  });

  it('how long a busy server asks to wait', async () => {
    const server = await serve((_request, response) => response.writeHead(429, { 'retry-after': '2' }).end());
    expect(await clientFor(server).json('/')).toMatchObject({ reason: 'busy', retryAfterMs: 2_000 });
  });

  it('that a web page is no API', async () => {
    const server = await serve((_request, response) => response.end('<html>'));
    expect(await clientFor(server).json('/')).toMatchObject({
      reason: 'bad-answer',
      message: expect.stringContaining('not JSON'),
    });
  });

  it('that it was given up', async () => {
    const server = await serve(() => {});
    expect(await clientFor(server).json('/', { signal: AbortSignal.timeout(30) })).toMatchObject({
      ok: false,
      reason: 'aborted',
    });
  });
});
