import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { closeAll, LOGIN, removeAll, serveSnapshots } from '../routes/serve-snapshots.ts';
import { postToChat, readPublicUrl, readWebhook } from './webhook.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await closeAll();
});
afterAll(removeAll);

interface Got {
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A chat on a real port of this machine; `answer` null = it never does. */
async function openChat(answer: { status: number; headers?: Record<string, string>; body?: string } | null) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      got.push({ url: request.url ?? '', headers: request.headers, body });
      if (answer !== null) response.writeHead(answer.status, answer.headers).end(answer.body ?? 'ok');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  servers.push(server);
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/secret-path` };
}

const LINK = 'https://mesh.example/s/AAAA';
const NASTY = '`shop/cart` <!channel> @here [x](javascript:alert(1)) & <https://evil.example|bank>';

describe('where it goes', () => {
  it.each([
    'ftp://chat.example/x',
    'http://chat.example/x',
    'http://127.0.0.1.evil.example/x',
    'http://169.254.169.254/latest',
    'http://localhost@evil.example/x',
    'https://ada:hunter2@chat.example/x',
    'file:///etc/passwd',
    'chat.example',
  ])('refuses %s, and repeats nothing of it', (url) => {
    const read = readWebhook(url, '');
    expect(read).toMatchObject({ ok: false, reason: expect.stringContaining('HOPSCOPE_SNAPSHOT_WEBHOOK is an https') });
    expect(JSON.stringify(read)).not.toMatch(/evil|hunter2|169|passwd/);
    expect(readPublicUrl(url).ok).toBe(false);
  });

  it('takes https anywhere and http of this machine', () => {
    for (const url of ['https://chat.example/x?a=b', 'http://127.0.0.1:1/x', 'http://[::1]:1/', 'http://localhost/'])
      expect(readWebhook(url, 'teams')).toEqual({ ok: true, value: { url, form: 'teams' } });
    expect(readWebhook('', '')).toEqual({ ok: true, value: null });
    expect(readWebhook('https://chat.example/', 'irc').ok).toBe(false);
    expect(readPublicUrl('https://mesh.example/hopscope/')).toEqual({
      ok: true,
      value: 'https://mesh.example/hopscope',
    });
  });
});

describe('what it says', () => {
  const MARKDOWN =
    '\\`shop/cart\\` \\<\\!channel\\> @\u200bhere \\[x\\]\\(javascript:alert\\(1\\)\\) & \\<https://evil.example\\|bank\\>';
  it.each([
    [
      'slack',
      '`shop/cart` &lt;!channel&gt; @\u200bhere [x](javascript:alert(1)) &amp; &lt;https://evil.example|bank&gt;',
    ],
    ['mattermost', MARKDOWN],
    ['teams', MARKDOWN],
  ] as const)('in the form of %s, and names address nobody', async (form, words) => {
    const chat = await openChat({ status: 200 });
    expect(await postToChat({ url: chat.url, form }, { text: NASTY, link: LINK })).toEqual({ ok: true, value: null });
    const [{ url, headers, body }] = chat.got as [Got];
    expect([url, headers['content-type']]).toEqual(['/hooks/secret-path', 'application/json']);
    expect(body).toContain(JSON.stringify(words).slice(1, -1));
    expect(body).toContain(LINK);
    const parsed = JSON.parse(body);
    if (form === 'teams')
      expect(parsed.attachments[0].content).toMatchObject({
        type: 'AdaptiveCard',
        body: [{ type: 'TextBlock', wrap: true }],
        actions: [{ type: 'Action.OpenUrl', url: LINK }],
      });
    else expect(Object.keys(parsed)).toEqual(['text']);
  });

  it('is bounded', async () => {
    const chat = await openChat({ status: 200 });
    await postToChat({ url: chat.url, form: 'teams' }, { text: '['.repeat(1_000_000), link: LINK });
    expect(chat.got[0]!.body.length).toBeLessThan(20_000);
  });
});

describe('what can go wrong', () => {
  it('follows no redirect, and tells the address to nobody', async () => {
    const elsewhere = await openChat({ status: 200 });
    for (const status of [301, 302, 307, 308]) {
      const chat = await openChat({ status, headers: { location: elsewhere.url } });
      const posted = await postToChat({ url: chat.url, form: 'slack' }, { text: 'x', link: LINK });
      expect(posted).toMatchObject({ ok: false, code: 'webhook-failed' });
      expect(JSON.stringify(posted)).not.toContain('secret-path');
    }
    expect(elsewhere.got).toEqual([]);
  });

  it('refusals, endless answers and closed ports are a sentence', async () => {
    const chat = await openChat({ status: 403, body: 'x'.repeat(5_000_000) });
    const closed = await openChat({ status: 200 });
    servers.pop()!.close();
    for (const { url } of [chat, closed]) {
      const posted = await postToChat({ url, form: 'slack' }, { text: 'x', link: LINK });
      expect(posted).toMatchObject({ ok: false, reason: expect.stringContaining('HOPSCOPE_SNAPSHOT_WEBHOOK') });
      expect(JSON.stringify(posted)).not.toMatch(/secret-path|127\.0\.0\.1/);
    }
  });

  it('waits five seconds and no longer', async () => {
    const chat = await openChat(null);
    const start = performance.now();
    const posted = await postToChat({ url: chat.url, form: 'slack' }, { text: 'x', link: LINK });
    expect(posted).toMatchObject({ ok: false, reason: expect.stringContaining('in time') });
    expect(performance.now() - start).toBeLessThan(9_000);
  }, 15_000);
});

describe('POST /snapshots/send', () => {
  const serve = async (chat: { url: string }) =>
    serveSnapshots({ ...LOGIN, HOPSCOPE_SNAPSHOT_WEBHOOK: chat.url, HOPSCOPE_PUBLIC_URL: 'https://mesh.example/' });

  it('sends text and link, never the secret that ends it, and says so in the audit', async () => {
    const chat = await openChat({ status: 200 });
    const { create, call } = await serve(chat);
    const { token, id, revokeToken } = await create({ title: 'Outage & <b>', audience: 'signed-in' }, 'ada');
    const send = (who?: string) => call('POST', '/api/v1/snapshots/send', { token }, who);
    expect((await send('eve')).statusCode).toBe(404);
    expect((await send()).statusCode).toBe(404);
    expect((await send('ada')).json()).toEqual({ sent: true });
    const [{ body }] = chat.got as [Got];
    expect([chat.got.length, body.includes(revokeToken)]).toEqual([1, false]);
    expect(body).toContain(`https://mesh.example/s/${token}`);
    expect(JSON.parse(body).text).toContain('Outage &amp; &lt;b&gt;');
    expect(body).toMatch(/links? fail|cannot reach|has no running pods/);
    const { entries } = (await call('GET', '/api/v1/snapshots/audit', undefined, 'root')).json();
    expect(entries[0]).toMatchObject({ what: 'sent', id, who: 'ada' });
  });

  it('takes no address from anybody', async () => {
    const chat = await openChat({ status: 200 });
    const { create, call } = await serve(chat);
    const { token, id } = await create({}, 'ada');
    for (const more of [{ url: 'http://169.254.169.254/' }, { webhook: chat.url }, { link: 'https://evil.example' }])
      expect((await call('POST', '/api/v1/snapshots/send', { token, ...more }, 'ada')).statusCode).toBe(400);
    expect((await call('POST', '/api/v1/snapshots/send', { token: `id:${id}` }, 'ada')).statusCode).toBe(404);
    const host = { host: 'evil.example' };
    await call('POST', '/api/v1/snapshots/send', { token }, 'ada', host);
    expect(chat.got.map(({ body }) => body).join()).not.toContain('evil.example');
  });

  it('says of a locked one that it is there, and no more; a sealed one cannot be sent', async () => {
    const chat = await openChat({ status: 200 });
    const { create, call } = await serve(chat);
    const passphrase = 'korrekt 7 hest';
    const locked = await create({ passphrase, title: 'Locked' }, 'ada');
    const send = (body: object) => call('POST', '/api/v1/snapshots/send', body, 'ada');
    expect((await send({ token: locked.token })).statusCode).toBe(401);
    expect((await send({ token: locked.token, passphrase })).statusCode).toBe(200);
    expect(chat.got[0]!.body).toContain('Locked');
    expect(chat.got[0]!.body).not.toMatch(/shop|waypoint|korrekt/);
    const sealed = await create({ sealed: 'QUFB' }, 'ada');
    expect((await send({ token: sealed.token })).statusCode).toBe(403);
    const { call: other, create: make } = await serveSnapshots(LOGIN);
    const lone = await make({}, 'ada');
    expect((await other('POST', '/api/v1/snapshots/send', { token: lone.token }, 'ada')).statusCode).toBe(403);
  });

  it('a chat that fails is no fault of the server, and nobody floods it', async () => {
    const chat = await openChat({ status: 500 });
    const { create, call } = await serve(chat);
    const { token } = await create({}, 'ada');
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++)
      statuses.push((await call('POST', '/api/v1/snapshots/send', { token }, 'ada')).statusCode);
    expect(statuses).toEqual([502, 502, 502, 502, 502, 429, 429]);
    expect(chat.got).toHaveLength(5);
  });
});
