import { Readable } from 'node:stream';
import { normalizeReading } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerCut } from '../kubernetes/answer-cut.ts';
import { type AnswerReader, createAnswerReader } from './answer-reader.ts';
import { SIGNALS, type Signal } from './signals.ts';

const POD = { namespace: 'istio-system', name: 'ztunnel-x' };
const AT = '2026-11-20T10:00:00Z';
const signal = (source: string): Signal => {
  const found = SIGNALS.find((s) => s.source === source);
  if (found === undefined) throw new Error(source);
  return found;
};
const DUMP = signal('ztunnel-config');

let reader: AnswerReader;
beforeAll(() => {
  reader = createAnswerReader();
});
afterAll(() => reader.close());

const inPieces = (text: string, size = 1000): Readable => {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return Readable.from(pieces, { objectMode: false });
};
const read = (what: Signal, text: string | Readable, status = 200, ownNode?: string) =>
  reader.read(what, POD, { status, body: typeof text === 'string' ? inPieces(text) : text }, { at: AT, ownNode });
const largeDump = (workloads: number): string =>
  JSON.stringify({
    workloads: Array.from({ length: workloads }, (_, i) => ({
      uid: `c//Pod/shop/web-${i}`,
      name: `web-${i}`,
      namespace: 'shop',
      workloadIps: [`10.0.${i >> 8}.${i & 255}`],
      node: `node-${i % 10}`,
    })),
    certificates: [{ identity: 'spiffe://cluster.local/ns/shop/sa/web', state: 'Available' }],
    workloadState: {},
  });

describe('createAnswerReader', () => {
  it('reads every answer of a mesh as a bundle of them is read', async () => {
    const { readings } = demoBundle('rest', AT) as { readings: { source: string; body?: unknown; text?: string }[] };
    const known = readings.filter(({ source }) => SIGNALS.some((s) => s.source === source));
    expect(known.length).toBeGreaterThan(5);
    const found = await Promise.all(
      known.map(({ source, body, text }) => read(signal(source), text ?? JSON.stringify(body))),
    );
    expect(found.map(({ reading }) => reading)).toEqual(
      known.map(({ source, body, text }) =>
        normalizeReading({ source, pod: 'istio-system/ztunnel-x', at: AT, text: text ?? JSON.stringify(body) }),
      ),
    );
    expect(found.every(({ bytes, cpuMs }) => bytes > 0 && cpuMs > 0)).toBe(true);
  });

  it('reads a dump of many pieces whole and in order', async () => {
    const text = largeDump(5000);
    const { reading, bytes } = await read(DUMP, text);
    expect(bytes).toBe(text.length);
    expect(reading.status).toMatchObject({ state: 'ok', count: 5000 });
    expect(reading).toEqual(normalizeReading({ source: DUMP.source, pod: 'istio-system/ztunnel-x', at: AT, text }));
  });

  it('keeps of a dump what belongs to a node', async () => {
    const { reading } = await read(DUMP, largeDump(100), 200, 'node-3');
    expect(reading.value).toMatchObject({ ownOnly: true, workloads: { length: 10 }, certificates: { length: 1 } });
  });

  it.each([
    ['garbage', '<html>login</html>', 'The answer is not a configuration dump of ztunnel.'],
    ['another object', '{"items":[]}', 'The answer is not a configuration dump of ztunnel.'],
    ['a list', '[]', 'The answer is not a configuration dump of ztunnel.'],
    ['nothing', '', 'The answer is not a configuration dump of ztunnel.'],
    ['half a dump', largeDump(100).slice(0, 5000), 'The answer ends in the middle.'],
    [
      'a nest',
      `{"workloads":[${'['.repeat(1e6)}`,
      'The answer nests deeper than any dump of ztunnel; it was not read further.',
    ],
    ['bytes', '\u0000\u0001\ufffd', 'The answer is not a configuration dump of ztunnel.'],
  ])('says of %s that it is no dump', async (_what, text, message) => {
    expect((await read(DUMP, text)).reading).toEqual({
      status: expect.objectContaining({ state: 'failed', message, source: 'ztunnel-config', at: AT }),
    });
  });

  it.each(SIGNALS.map(({ source }) => source))(
    '%s: reads on after a nest of a hundred thousand lists',
    async (source) => {
      const { reading } = await read(signal(source), `${'['.repeat(1e5)}${']'.repeat(1e5)}`);
      expect(reading.status.source).toBe(source);
    },
  );

  it('says of what is cut off why, and keeps no half of it', async () => {
    const body = Readable.from(
      (async function* () {
        yield largeDump(10);
        throw new AnswerCut('timeout', 'The answer took longer than 30 s.');
      })(),
      { objectMode: false },
    );
    expect((await read(DUMP, body)).reading).toEqual({
      status: expect.objectContaining({ state: 'failed', message: 'The answer took longer than 30 s.' }),
    });
  });

  it.each([
    ['ztunnel-ready', 500, 'not ready, pending: state manager\n', { ready: false, pending: ['state manager'] }],
    ['ztunnel-ready', 500, 'ready', { ready: false }],
    ['ztunnel-ready', 200, 'ready\n', { ready: true }],
    ['cni-ready', 503, '', { ready: false }],
    ['cni-ready', 200, '', { ready: true }],
    ['istiod-ready', 503, '', { ready: false }],
    ['istiod-ready', 200, '', { ready: true }],
  ])('%s answers %i %j', async (source, status, text, value) => {
    expect((await read(signal(source), text, status)).reading.value).toMatchObject(value);
  });

  it.each([
    ['ztunnel-config', 404, '/config_dump'],
    ['istiod-syncz', 401, '/debug/syncz'],
    ['ztunnel-ready', 404, '/healthz/ready'],
    ['ztunnel-metrics', 500, '/metrics'],
  ])('%s answers %i: that is no reading', async (source, status, path) => {
    const { reading } = await read(signal(source), 'ready', status);
    expect(reading.status).toMatchObject({ state: 'failed', message: `The pod answers ${status} to ${path}.` });
  });
});

describe('the thread', () => {
  it('dies of too much memory, and the next answer is read by a new one', async () => {
    const small = createAnswerReader({ memoryMb: 24 });
    const ask = (what: Signal, text: string) =>
      small.read(what, POD, { status: 200, body: inPieces(text, 65_536) }, { at: AT });
    const syncz = `[${'{"proxy":"a.b","proxy_type":"ztunnel"},'.repeat(500_000)}{}]`;
    expect((await ask(signal('istiod-syncz'), syncz)).reading.status).toMatchObject({
      state: 'failed',
      message: 'Reading it takes more memory than the 24 MiB there are for it.',
    });
    expect((await ask(DUMP, largeDump(10))).reading.status).toMatchObject({ state: 'ok', count: 10 });
    await small.close();
  });

  it('lets nobody wait when it is closed', async () => {
    const closing = createAnswerReader();
    const never = new Readable({ read() {} });
    never.push('{"workloads":[');
    const reading = closing.read(DUMP, POD, { status: 200, body: never }, { at: AT });
    await closing.close();
    never.push('1');
    expect((await reading).reading.status).toMatchObject({ state: 'failed' });
    expect(never.destroyed).toBe(true);
  });
});
