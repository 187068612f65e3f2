import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { analyze, normalizeBundle, type RawReading, readBundleDocument } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AskPod } from '../collect/pod-answer.ts';
import { SIGNALS } from '../collect/signals.ts';
import { type Target, targetsOf } from '../collect/targets.ts';
import { AnswerCut } from '../kubernetes/answer-cut.ts';
import { failure, success } from '../kubernetes/outcome.ts';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { readBundleState } from '../sources/bundle.ts';
import { gatherReadings } from './gather-readings.ts';
import { packBundle } from './write-bundle.ts';

const now = (): Date => new Date(TAKEN_AT);
const demo = { ...demoBundle('rest', TAKEN_AT), unread: [] } as ReturnType<typeof demoBundle> & {
  readings: RawReading[];
};
const ASKED = new Set(SIGNALS.map(({ source }) => source));
/** What live collecting has: each reading that a signal brings, as it was answered. */
const live = demo.readings
  .filter(({ source, error }) => ASKED.has(source) && !error)
  .map((reading) => ({ ...reading, at: now().toISOString() }));
const stateOf = (readings: readonly RawReading[]) => {
  const read = normalizeBundle(readBundleDocument({ ...demo, readings }));
  if (!read.ok) throw new Error(read.reason);
  return read.state;
};

const answer: AskPod = (signal, { namespace, name }) => {
  const told = live.find(({ source, pod }) => source === signal.source && pod === `${namespace}/${name}`);
  if (told === undefined) return Promise.resolve(failure('not-found', `pods "${name}" not found`));
  const text = told.text ?? JSON.stringify(told.body);
  return Promise.resolve(success({ status: 200, body: Readable.from([Buffer.from(text)]) }));
};
const targetOf = (source: string, name = 'ztunnel-a'): Target => {
  const signal = SIGNALS.find((s) => s.source === source);
  if (signal === undefined) throw new Error(source);
  return { signal, pod: { namespace: 'istio-system', name }, node: 'n1' };
};
const gather = (ask: AskPod, targets: readonly Target[], room?: number) =>
  gatherReadings({ ask, targets, onProgress: () => {}, now, ...(room === undefined ? {} : { room }) });

describe('a gathered bundle', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hopscope-gather-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['b.json', 'b.json.gz', 'b.tar.gz'])('%s replays to the report of the same answers live', async (name) => {
    const readings = await gather(answer, targetsOf(stateOf([])));
    expect(readings.filter(({ error }) => !error).length).toBe(live.length);
    const path = join(folder, name);
    writeFileSync(path, await packBundle({ ...demo, readings } as never, name));
    const replayed = await readBundleState(path, async () => null);
    if (!replayed.ok) throw new Error(replayed.reason);
    const unanswered = readings.filter(({ error }) => error);
    const report = analyze(stateOf([...live, ...unanswered]));
    expect(report.counts.links).toBeGreaterThan(0);
    expect(sorted(analyze(replayed.state))).toEqual(sorted(report));
  });
});

/** The order of sources is that of the readings, which nobody promises. */
const sorted = (report: ReturnType<typeof analyze>): unknown => {
  const text = JSON.parse(JSON.stringify(report)) as Record<string, unknown>;
  const sources = (text['sources'] as { source: string; scope: string | null }[] | undefined) ?? [];
  sources.sort((a, b) => `${a.source} ${a.scope}`.localeCompare(`${b.source} ${b.scope}`));
  return text;
};

describe('gatherReadings', () => {
  it('says of each answer that does not come why, and never keeps half of one', async () => {
    const cut: AskPod = async () =>
      success({
        status: 200,
        body: Readable.from(
          (async function* () {
            yield Buffer.from('{"workloads":[');
            throw new AnswerCut('too-large', 'It is larger than 1 KiB.');
          })(),
        ),
      });
    const refuse: AskPod = async () => success({ status: 404, body: Readable.from(['no']) });
    const deny: AskPod = async () => failure('forbidden', 'cannot get resource "pods/proxy"');
    const dump = targetOf('ztunnel-config');
    const at = now().toISOString();
    const base = { source: 'ztunnel-config', pod: 'istio-system/ztunnel-a', at };
    expect(await gather(cut, [dump])).toEqual([
      { ...base, error: { code: 'too-large', message: 'It is larger than 1 KiB.' } },
    ]);
    expect(await gather(refuse, [dump])).toEqual([
      { ...base, error: { code: 'bad-answer', message: 'The pod answers 404 to /config_dump.' } },
    ]);
    expect(await gather(deny, [dump])).toEqual([
      { ...base, error: { code: 'forbidden', message: 'cannot get resource "pods/proxy"' } },
    ]);
  });

  it('reads a refusal of readiness as what it is', async () => {
    const ask: AskPod = async () => success({ status: 500, body: Readable.from([Buffer.from('pending: proxy')]) });
    const [reading] = await gather(ask, [targetOf('ztunnel-ready')]);
    expect(reading?.text).toBe('not ready, pending: proxy');
  });

  it('asks few at once, and keeps the order', async () => {
    let [under, most] = [0, 0];
    const ask: AskPod = async (_signal, { name }) => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((done) => setTimeout(done, name.endsWith('0') ? 20 : 1));
      under -= 1;
      return success({ status: 200, body: Readable.from([Buffer.from('ready')]) });
    };
    const targets = Array.from({ length: 30 }, (_, i) => targetOf('ztunnel-ready', `ztunnel-${i}`));
    const readings = await gather(ask, targets);
    expect(readings.map(({ pod }) => pod)).toEqual(targets.map(({ pod }) => `istio-system/${pod.name}`));
    expect(most).toBe(4);
  });

  it('keeps of a dump for which there is no room what belongs to its node', async () => {
    const dump = {
      workloads: [
        { uid: 'a', node: 'n1' },
        { uid: 'b', node: 'n2' },
      ],
      services: [{ name: 'web' }],
    };
    const ask: AskPod = async () => success({ status: 200, body: Readable.from([Buffer.from(JSON.stringify(dump))]) });
    const targets = [targetOf('ztunnel-config', 'ztunnel-a'), targetOf('ztunnel-config', 'ztunnel-b')];
    const [first, second] = await gather(ask, targets, JSON.stringify(dump).length);
    expect(first?.body).toEqual(dump);
    expect(second?.body).toEqual({
      hopscope: { ownOnly: true },
      workloads: [{ uid: 'a', node: 'n1' }],
      services: [],
      policies: [],
    });
  });
});
