import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakePods, startFakePods, TOKEN } from './ask-pod.fixture.ts';
import { createAskPod } from './ask-pod.ts';
import type { AskPod } from './pod-answer.ts';
import { SIGNALS, type Signal } from './signals.ts';

const POD = { namespace: 'istio-system', name: 'ztunnel-x' };
const NAME = 'istio-system/ztunnel-x';
const signal = (source: string, more: Partial<Signal> = {}): Signal => {
  const found = SIGNALS.find((s) => s.source === source);
  if (found === undefined) throw new Error(source);
  return { ...found, ...more };
};
const METRICS = signal('ztunnel-metrics');
const DUMP = signal('ztunnel-config');

let pods: FakePods;
let ask: AskPod;
beforeEach(async () => {
  pods = await startFakePods();
  ask = createAskPod(pods.client);
});
afterEach(() => pods.close());

/** The answer in one line: status and text, or why there is none. */
async function tell(what: Signal, pod = POD, abort?: AbortSignal): Promise<string> {
  const answer = await ask(what, pod, { signal: abort });
  if (!answer.ok) return `${answer.reason} ${answer.status ?? '-'}: ${answer.message}`;
  let text = '';
  try {
    for await (const chunk of answer.value.body) text += String(chunk);
  } catch (error) {
    const { reason, message } = error as { reason?: string; message: string };
    return `cut ${reason}: ${message}`;
  }
  return `${answer.value.status} ${text}`;
}

describe.each([METRICS, DUMP])('$source, by $way', (what) => {
  it('passes on what the pod says, with any status', async () => {
    await pods.serve(NAME, what.port, (request, response) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`not ready: ${request.method} ${request.url}`);
    });
    expect(await tell(what)).toBe(`500 not ready: GET ${what.path}`);
  });

  it('reads a large answer whole', async () => {
    const part = 'x'.repeat(1 << 20);
    await pods.serve(NAME, what.port, (_request, response) => {
      for (let i = 0; i < 8; i++) response.write(part);
      response.end('end');
    });
    const told = await tell(what);
    expect([told.length, told.slice(-4)]).toEqual([4 + 8 * part.length + 3, 'xend']);
  });

  it('tells that nobody answers', async () => {
    await pods.serve(NAME, 1, () => {});
    expect(await tell(what)).toBe(`unreachable 503: Cannot reach port ${what.port} of ${NAME}: connection refused.`);
  });

  it('tells what is no HTTP, without repeating it', async () => {
    await pods.listen(NAME, what.port, (socket) => socket.end('password=hunter2\r\n\r\n'));
    expect(await tell(what)).toMatch(
      /^unreachable 503: Cannot reach port \d+ of istio-system\/ztunnel-x: [a-zA-Z ]+\.$/,
    );
  });

  it('tells what is cut off in the middle', async () => {
    await pods.serve(NAME, what.port, (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await tell(what)).toBe(`cut unreachable: The answer of ${NAME} to :${what.port}${what.path} was cut off.`);
  });

  it('gives up what is too slow, also when it trickles', async () => {
    await pods.serve(NAME, what.port, (_request, response) => {
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    });
    expect(await tell({ ...what, timeoutMs: 300 })).toMatch(
      /^cut timeout: The answer of .* took longer than 0\.3 s\.$/,
    );
    await vi.waitFor(() => expect(pods.open()).toBe(0));
  });

  it('gives up who never says anything', async () => {
    await pods.serve(NAME, what.port, () => {});
    expect(await tell({ ...what, timeoutMs: 200 })).toMatch(/^timeout -: .* took longer than 0\.2 s\.$/);
    await vi.waitFor(() => expect(pods.open()).toBe(0));
  });

  it('reads no more than the limit', async () => {
    await pods.serve(NAME, what.port, (_request, response) => {
      const flood = (): unknown => response.write('x'.repeat(65536), () => !response.destroyed && flood());
      flood();
    });
    expect(await tell({ ...what, limitBytes: 1 << 20 })).toMatch(/^cut too-large: .* is larger than 1024 KiB; it was/);
    await vi.waitFor(() => expect(pods.open()).toBe(0));
  });

  it('leaves no connection behind when the caller gives up, before or in the middle', async () => {
    await pods.serve(NAME, what.port, (_request, response) => void response.write('half'));
    const before = new AbortController();
    before.abort();
    expect(await tell(what, POD, before.signal)).toBe('aborted -: The request was given up.');
    const middle = new AbortController();
    const begun = await ask(what, POD, { signal: middle.signal });
    if (!begun.ok) throw new Error(begun.message);
    const ended = new Promise((done) => begun.value.body.on('error', done));
    begun.value.body.on('data', () => middle.abort());
    expect(await ended).toMatchObject({ reason: 'aborted', message: 'The request was given up.' });
    const unread = await ask(what, POD);
    if (unread.ok) unread.value.body.destroy();
    await vi.waitFor(() => expect(pods.open()).toBe(0));
  });

  it('tells what we may not', async () => {
    await pods.serve(NAME, what.port, () => {});
    pods.denied.add('proxy').add('portforward');
    const needed = what.way === 'proxy' ? 'cannot get resource "pods/proxy"' : 'needs both `get` and `create`';
    expect(await tell(what)).toMatch(new RegExp(`^forbidden 403: .*${needed}`));
  });

  it('never says a secret', async () => {
    await pods.listen(NAME, what.port, (socket) => socket.destroy());
    expect(await tell(what)).not.toContain(TOKEN);
  });
});

it('does not take a pod that ends its answer early for an API server that is gone', async () => {
  await pods.serve(NAME, METRICS.port, () => {});
  pods.drop = true;
  expect(await tell(METRICS)).toBe(
    `unreachable 503: Cannot reach port ${METRICS.port} of ${NAME}: the connection was cut.`,
  );
});

it('tells that there is no such pod', async () => {
  expect(await tell(METRICS, { namespace: 'a', name: 'gone' })).toBe('not-found 404: pods "gone" not found');
});

it('passes an answer on that only looks like the API server', async () => {
  await pods.serve(NAME, METRICS.port, (_request, response) => void response.writeHead(404).end('{"kind":"Other"}'));
  expect(await tell(METRICS)).toBe('404 {"kind":"Other"}');
});

describe('logs', () => {
  const LOG = signal('ztunnel-log');
  it('are the newest lines of the container that writes them', async () => {
    pods.logs.set(NAME, 'one\ntwo\n');
    expect(await tell(LOG)).toBe('200 one\ntwo\n');
    expect(pods.asked).toEqual([
      `/api/v1/namespaces/istio-system/pods/ztunnel-x/log?container=istio-proxy&tailLines=2000&sinceSeconds=3600&limitBytes=${4 << 20}`,
    ]);
  });

  it('need a permission', async () => {
    pods.denied.add('log');
    expect(await tell(LOG)).toBe('forbidden 403: cannot get resource "pods/log"');
  });
});

it('asks nothing that is not listed', async () => {
  await expect(ask({ ...DUMP, path: '/quitquitquit' }, POD)).rejects.toThrow('No signal asks');
  await expect(ask({ ...METRICS, path: '/metrics?x' }, POD)).rejects.toThrow('No signal asks');
  expect(pods.asked).toEqual([]);
});
