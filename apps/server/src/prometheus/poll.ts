/** A refresh of what Prometheus knows: all its queries, each a reading. */
import {
  type NormalizedReading,
  normalizeReading,
  type RawReading,
  type SourceStatus,
  type TrafficReading,
} from '@hopscope/core';
import type { Outcome } from '../kubernetes/outcome.ts';
import type { PrometheusClient, QueryCost } from './client.ts';
import { type Query, refreshQueries, trafficQueries } from './queries.ts';
import type { Result } from './result-stream.ts';

/** What a refresh cost Prometheus and us. */
export interface RefreshCost {
  queries: number;
  /** queries that failed */
  failed: number;
  /** of all answers, without compression and as they came over the wire */
  bytes: number;
  wireBytes: number;
  /** series in all answers */
  results: number;
  /** from the first question to the last answer */
  ms: number;
  /** of it ours, reading the answers */
  cpuMs: number;
}

export interface PrometheusPoll {
  /**
   * Asks everything once and resolves to one reading of source `prometheus` for each query, with its status; it never
   * rejects. Traffic is per second over the client's window, what components count is since their start. The caller gives
   * the pace; a refresh that is under way is joined and not begun again.
   */
  refresh(): Promise<NormalizedReading[]>;
  /** of the last refresh that ended; null before */
  cost(): RefreshCost | null;
}

/** Queries under way at once: Prometheus serves others too. */
const AT_ONCE = 2;

/** A poll that asks with a client; `now` gives ms since 1970. */
export function createPrometheusPoll({
  client,
  now = Date.now,
}: {
  client: PrometheusClient;
  now?: () => number;
}): PrometheusPoll {
  let under: Promise<NormalizedReading[]> | null = null;
  let cost: RefreshCost | null = null;
  return {
    refresh() {
      under ??= readQueries(client, refreshQueries(client), now())
        .then((read) => {
          cost = read.cost;
          return read.readings;
        })
        .finally(() => {
          under = null;
        });
      return under;
    },
    cost: () => cost,
  };
}

/** The traffic of a window that ends at a time (ms since 1970), of all namespaces; a reading for each metric. */
export async function trafficAt(
  client: PrometheusClient,
  { at, windowSeconds }: { at: number; windowSeconds: number },
): Promise<NormalizedReading[]> {
  const queries = trafficQueries({ matchers: client.matchers, windowSeconds });
  return (await readQueries(client, queries, at)).readings;
}

/** Everything that a refresh asks, as a bundle carries it: bodies as Prometheus gave them, with their queries. */
export async function gatherPrometheus(client: PrometheusClient, at = Date.now()): Promise<RawReading[]> {
  return inTurn(refreshQueries(client), async ({ text }) => {
    const result: Result[] = [];
    const asked = await client.ask(text, { at, onBatch: (batch) => result.push(...batch) });
    const reading = { source: 'prometheus', query: text, at: new Date(at).toISOString() };
    if (!asked.ok) return { ...reading, error: { code: asked.reason, message: asked.message } };
    return { ...reading, body: { status: 'success', data: { resultType: 'vector', result } } };
  });
}

async function readQueries(
  client: PrometheusClient,
  queries: readonly Query[],
  at: number,
): Promise<{ readings: NormalizedReading[]; cost: RefreshCost }> {
  const begun = performance.now();
  const costs: Outcome<QueryCost>[] = [];
  const readings = await inTurn(queries, async (query) => {
    const { asked, reading } = await readQuery(client, query, at);
    costs.push(asked);
    return reading;
  });
  const done = costs.flatMap((one) => (one.ok ? [one.value] : []));
  const sum = (of: (cost: QueryCost) => number): number => done.reduce((total, one) => total + of(one), 0);
  const cost = {
    queries: queries.length,
    failed: queries.length - done.length,
    bytes: sum(({ bytes }) => bytes),
    wireBytes: sum(({ wireBytes }) => wireBytes),
    results: sum(({ results }) => results),
    ms: performance.now() - begun,
    cpuMs: sum(({ cpuMs }) => cpuMs),
  };
  return { readings, cost };
}

/** Results are normalised as they come in, so that an answer is never held as a whole. */
async function readQuery(client: PrometheusClient, { about, text }: Query, at: number) {
  const raw = { source: 'prometheus', query: text, at: new Date(at).toISOString() };
  let reading = normalizeReading({ ...raw, body: [] });
  const asked = await client.ask(text, {
    at,
    onBatch: (batch) => {
      reading = joined(reading, normalizeReading({ ...raw, body: batch }));
    },
  });
  if (asked.ok) return { asked, reading };
  const error = { code: asked.reason, message: `${about}: ${asked.message}` };
  return { asked, reading: normalizeReading({ ...raw, error }) };
}

/** Two parts of one answer. */
function joined(a: NormalizedReading, b: NormalizedReading): NormalizedReading {
  const [value, metrics] = [joinTraffic(trafficOf(a), trafficOf(b)), b.metrics ?? a.metrics];
  if (a.metrics !== undefined && b.metrics !== undefined) {
    a.metrics.samples.push(...b.metrics.samples);
    a.metrics.omitted += b.metrics.omitted;
  }
  return {
    status: joinStatus(a.status, b.status),
    ...(value === undefined ? {} : { value }),
    ...(metrics === undefined ? {} : { metrics: a.metrics ?? metrics }),
  };
}

const trafficOf = ({ value }: NormalizedReading): TrafficReading | undefined =>
  value !== undefined && 'series' in value ? value : undefined;

function joinTraffic(a: TrafficReading | undefined, b: TrafficReading | undefined): TrafficReading | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  a.series.push(...b.series);
  a.omitted += b.omitted;
  return a;
}

const joinStatus = (a: SourceStatus, b: SourceStatus): SourceStatus => ({
  ...(a.state === 'ok' ? b : a),
  count: a.count + b.count,
});

/** A few at once; the order of the answers is that of the questions. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at]!);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
