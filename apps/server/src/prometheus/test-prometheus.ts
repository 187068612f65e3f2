/** For tests and the bench: a real Prometheus over series of our own, loaded with its own tool. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

/** Where `npm run test:prometheus` found the program; '' = not asked to use one. */
export const PROMETHEUS = process.env.HOPSCOPE_PROMETHEUS ?? '';

export interface LoadedSeries {
  name: string;
  labels: Readonly<Record<string, string>>;
  /** of time in ms since 1970 and value */
  samples: readonly (readonly [number, number])[];
}

export interface TestPrometheus {
  url: string;
  stop(): Promise<void>;
}

/** Starts one over these series and nothing else. Throws where it does not become ready in a minute. */
export async function startPrometheus(
  series: Iterable<LoadedSeries>,
  flags: readonly string[] = [],
  program = PROMETHEUS,
): Promise<TestPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'hopscope-prometheus-'));
  const [text, data, config] = ['series.txt', 'data', 'prometheus.yml'].map((name) => join(folder, name));
  await writeFile(config!, 'global: {}\n');
  await pipeline(Readable.from(linesOf(series)), createWriteStream(text!));
  const promtool = join(dirname(program), 'promtool');
  await promisify(execFile)(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', '-q', text!, data!]);
  await rm(text!);
  const port = await freePort();
  const child = spawn(
    program,
    [`--config.file=${config}`, `--storage.tsdb.path=${data}`, `--web.listen-address=127.0.0.1:${port}`, ...flags],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  for (const until = Date.now() + 60_000; ; await new Promise((done) => setTimeout(done, 100))) {
    if (await isReady(url)) return { url, stop };
    if (child.exitCode !== null || Date.now() > until) break;
  }
  await stop();
  throw new Error(`${program} does not become ready`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch {
    // It has not opened its port yet.
    return false;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** OpenMetrics: seconds, and an end. */
function* linesOf(series: Iterable<LoadedSeries>): Generator<string> {
  for (const { name, labels, samples } of series) {
    const told = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    for (const [at, value] of samples) yield `${name}{${told.join(',')}} ${value} ${at / 1000}\n`;
  }
  yield '# EOF\n';
}

/** Samples of a counter every 30 s up to a time, for twice five minutes and more; `count(second)` counts from 0 s on. */
export function counted(until: number, count: (second: number) => number | null): (readonly [number, number])[] {
  const samples: [number, number][] = [];
  for (let second = 0; second <= 1200; second += 30) {
    const value = count(second);
    if (value !== null) samples.push([until - (1200 - second) * 1000, value]);
  }
  return samples;
}

/** A proxy in front of it that passes on its answers, or what a test makes of them. */
export async function startFront(
  url: string,
  answer: (form: string, response: ServerResponse, body: Buffer) => void,
): Promise<TestPrometheus> {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = Buffer.concat(chunks).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'accept-encoding': 'identity' };
    const sent = await fetch(`${url}${request.url}`, { method: 'POST', headers, body: form });
    answer(new URLSearchParams(form).get('query') ?? '', response, Buffer.from(await sent.arrayBuffer()));
  };
  const server = createHttpServer((request, response) => void pass(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
