/** One way to read a dump from a file, in a process of its own, and what it costs. */
import { createReadStream } from 'node:fs';
import { createDumpReader, type NormalizedReading, normalizeDump, normalizeReading } from '@hopscope/core';
import { JSONParser } from '@streamparser/json';
import { createAnswerReader } from '../../src/collect/answer-reader.ts';
import { SIGNALS } from '../../src/collect/signals.ts';

/** Times in ms, sizes in MiB. */
export interface DumpCost {
  workloads: number;
  wallMs: number;
  /** of all threads */
  cpuMs: number;
  /** the longest time the main loop did nothing else */
  gapMs: number;
  /** what the result takes */
  keptMiB: number;
  /** the peak above what was there before and the result */
  transientMiB: number;
}

const AT = '2026-11-20T10:00:00Z';
const ASKED = { source: 'ztunnel-config', pod: 'istio-system/ztunnel-x', at: AT };
const POD = { namespace: 'istio-system', name: 'ztunnel-x' };
const SIGNAL = SIGNALS.find(({ source }) => source === 'ztunnel-config');

async function readInThread(file: string, ownNode?: string): Promise<NormalizedReading> {
  if (SIGNAL === undefined) throw new Error('No signal asks for dumps.');
  const reader = createAnswerReader();
  const { reading } = await reader.read(
    SIGNAL,
    POD,
    { status: 200, body: createReadStream(file) },
    { at: AT, ownNode },
  );
  await reader.close();
  return reading;
}

async function readWhole(file: string): Promise<NormalizedReading> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) chunks.push(chunk);
  return normalizeReading({ ...ASKED, text: Buffer.concat(chunks).toString('utf8') });
}

/** Member by member too, split by a streaming parser. */
async function readWithLibrary(file: string): Promise<NormalizedReading> {
  const members = createDumpReader();
  const paths = ['workloads', 'services', 'policies', 'certificates', 'workloadState', 'version', 'config'];
  const parser = new JSONParser({ paths: paths.map((path) => `$.${path}.*`), keepStack: false });
  let current = '';
  parser.onValue = ({ value, key, stack }) => {
    const section = String(stack[1]?.key);
    const isList = typeof key === 'number';
    if (section !== current) members.section(section, isList ? 'list' : 'map');
    current = section;
    members.member(isList ? '' : String(key), value);
  };
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) parser.write(chunk);
  return normalizeDump(ASKED, members);
}

/** By the name they are shown under. */
export const WAYS: Readonly<Record<string, (file: string) => Promise<NormalizedReading>>> = {
  'hopscope, whole mesh': (file) => readInThread(file),
  'hopscope, own node': (file) => readInThread(file, 'node-1'),
  'JSON.parse on the main loop': readWhole,
  '@streamparser/json 0.0.26 on the main loop': readWithLibrary,
};

const TICK_MS = 2;
const MIB = 2 ** 20;

/** Reads once. Run it with `--expose-gc` in a process that does nothing else. */
export async function costOfReading(way: string, file: string): Promise<DumpCost> {
  const read = WAYS[way];
  if (read === undefined || gc === undefined) throw new Error(`Not a way to read a dump: ${way}`);
  await new Promise((done) => setTimeout(done, 200));
  gc();
  const [rss, heap] = [process.memoryUsage.rss(), process.memoryUsage().heapUsed];
  let [last, longest] = [performance.now(), 0];
  const ticks = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - TICK_MS);
    last = now;
  }, TICK_MS);
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const reading = await read(file);
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const gapMs = Math.max(longest, performance.now() - last - TICK_MS);
  clearInterval(ticks);
  const peak = process.resourceUsage().maxRSS / 1024;
  gc();
  const keptMiB = (process.memoryUsage().heapUsed - heap) / MIB;
  const transientMiB = peak - rss / MIB - keptMiB;
  return { workloads: reading.status.count, wallMs, cpuMs: (user + system) / 1000, gapMs, keptMiB, transientMiB };
}
