/** The HTTP API of Prometheus, and of Thanos, Mimir and others that speak it: instant queries, bounded in every way. */
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import { innermost } from '../kubernetes/connection-failure.ts';
import { type Failure, failure, type Outcome, success } from '../kubernetes/outcome.ts';
import { createCircuit } from './circuit.ts';
import { queryFailure, refusal } from './failure.ts';
import type { Matcher } from './matchers.ts';
import { type Result, readResults, type StreamEnd } from './result-stream.ts';
import type { PrometheusSettings } from './settings.ts';

export interface ClientLimits {
  /** for one query, from asking to the end of its answer, in ms */
  timeoutMs: number;
  /** of one answer without compression, in bytes */
  bytes: number;
  /** series of one answer */
  results: number;
}

/** What one query cost. */
export interface QueryCost {
  /** of the answer without compression */
  bytes: number;
  /** of the answer as it came over the wire */
  wireBytes: number;
  results: number;
  /** from asking to the end of the answer */
  ms: number;
  /** of it ours, reading the answer */
  cpuMs: number;
}

export interface AskOptions {
  /** evaluation time, in ms since 1970; by default Prometheus' own now */
  at?: number | undefined;
  /** told of results in batches, as they come in */
  onBatch: (batch: Result[]) => void;
}

export interface PrometheusClient {
  /** base URL, for sentences */
  readonly url: string;
  readonly matchers: readonly Matcher[];
  readonly windowSeconds: number;
  /** Asks one instant query whose answer is a vector. Never throws; a failure is one sentence. */
  ask(query: string, options: AskOptions): Promise<Outcome<QueryCost>>;
  close(): Promise<void>;
}

const LIMITS: ClientLimits = { timeoutMs: 20_000, bytes: 256 << 20, results: 200_000 };
const CONNECTIONS = 2;
const ERROR_LIMIT = 64 * 1024;

/** A client; nothing is connected yet. */
export function createPrometheusClient(
  settings: PrometheusSettings,
  limits: Partial<ClientLimits> = {},
): PrometheusClient {
  const bounds = { ...LIMITS, ...limits };
  const circuit = createCircuit();
  const agent = new Agent({
    connections: CONNECTIONS,
    connect: { timeout: Math.min(5_000, bounds.timeoutMs), ...(settings.ca === null ? {} : { ca: settings.ca }) },
  });
  const post = createPost(settings, agent, bounds);
  return {
    url: settings.url,
    matchers: settings.matchers,
    windowSeconds: settings.windowSeconds,
    async ask(query, options) {
      const waitMs = circuit.waitMs(performance.now());
      if (waitMs > 0)
        return failure(
          'unreachable',
          `Prometheus at ${settings.url} did not answer several times in a row: it is asked again in ${Math.ceil(waitMs / 1000)} s.`,
        );
      const answered = await askOnce(post, query, options, settings.url, bounds);
      circuit.ended(answered.ok ? null : answered.reason, performance.now());
      return answered;
    },
    close: () => agent.destroy(),
  };
}

type Post = (form: URLSearchParams, signal: AbortSignal) => Promise<Outcome<Dispatcher.ResponseData>>;

/** Sends a query as a form, for it may be long; as an address where only those are let through. */
function createPost(settings: PrometheusSettings, agent: Agent, { timeoutMs }: ClientLimits): Post {
  const address = `${settings.url}/api/v1/query`;
  return async (form, signal) => {
    const token = settings.token === null ? success('') : await settings.token();
    if (!token.ok) return token;
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': 'hopscope',
      ...(token.value === '' ? {} : { authorization: `Bearer ${token.value}` }),
    };
    const shared = { signal, headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = await agent.request({
      ...requestTo(address),
      method: 'POST',
      headers: { ...headers, ...type },
      body: form.toString(),
      ...shared,
    });
    if (sent.statusCode !== 405 && sent.statusCode !== 501) return success(sent);
    await sent.body.dump();
    return success(await agent.request({ ...requestTo(`${address}?${form}`), method: 'GET', headers, ...shared }));
  };
}

function requestTo(address: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(address);
  return { origin, path: `${pathname}${search}` };
}

async function askOnce(
  post: Post,
  query: string,
  { at, onBatch }: AskOptions,
  server: string,
  limits: ClientLimits,
): Promise<Outcome<QueryCost>> {
  const form = new URLSearchParams({ query, timeout: `${Math.ceil(limits.timeoutMs / 1000)}s` });
  if (at !== undefined) form.set('time', (at / 1000).toFixed(3));
  const begun = performance.now();
  try {
    const sent = await post(form, AbortSignal.timeout(limits.timeoutMs));
    if (!sent.ok) return sent;
    const { statusCode, headers, body } = sent.value;
    if (statusCode !== 200) return refusal(statusCode, await saidIn(body, headers), server);
    const plain = plainBody(body, headers);
    const end = await readResults(plain, limits, onBatch);
    const failed = failureOfEnd(end, server, limits);
    if (failed !== null || end.kind !== 'read') {
      body.destroy();
      return failed!;
    }
    const wireBytes = 'bytesWritten' in plain ? Number(plain.bytesWritten) : end.bytes;
    const { bytes, results, cpuMs } = end;
    return success({ bytes, wireBytes, results, ms: performance.now() - begun, cpuMs });
  } catch (error) {
    return queryFailure(innermost(error), server);
  }
}

type Headers = Dispatcher.ResponseData['headers'];

function plainBody(body: Readable, headers: Headers): Readable {
  if (headers['content-encoding'] !== 'gzip') return body;
  const plain = createGunzip();
  // Whoever ends early or fails takes the other with it.
  pipeline(body, plain, () => {});
  return plain;
}

/** What the API says in an answer that is no result; '' where something else speaks. */
async function saidIn(body: Readable, headers: Headers): Promise<string> {
  let said = '';
  const end = await readResults(plainBody(body, headers), { bytes: ERROR_LIMIT, results: 0 }, () => {});
  if (end.kind === 'read') said = errorIn(end.frame);
  else body.destroy();
  return said;
}

const errorIn = (frame: unknown): string => {
  const error = (frame as { error?: unknown } | null)?.error;
  return typeof error === 'string' ? error : '';
};

/** Null where it was read to its end and is a vector. */
function failureOfEnd(end: StreamEnd, server: string, limits: ClientLimits): Failure | null {
  if (end.kind === 'too-large')
    return failure(
      'bad-answer',
      `The answer of Prometheus at ${server} is larger than is read (${limits.results} series, ${limits.bytes >> 20} MiB). Does it hold several clusters? Then set HOPSCOPE_PROMETHEUS_MATCHERS.`,
    );
  if (end.kind === 'garbage')
    return failure(
      'bad-answer',
      `What answers at ${server} is not Prometheus, or its answer was cut off: it is no JSON of a result. Is the address right?`,
    );
  const frame = end.frame as { status?: unknown; data?: { resultType?: unknown } } | null;
  if (frame?.status === 'success' && frame.data?.resultType === 'vector') return null;
  const said = errorIn(frame);
  if (said !== '') return refusal(422, said, server);
  return failure(
    'bad-answer',
    `What answers at ${server} is not Prometheus: its answer holds no vector. Is the address right?`,
  );
}
