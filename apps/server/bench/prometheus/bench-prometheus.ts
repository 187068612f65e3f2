/** A refresh from a real Prometheus, against the same questions asked for each namespace, in one run. */
import { createPrometheusClient, type PrometheusClient, type QueryCost } from '../../src/prometheus/client.ts';
import { createPrometheusPoll } from '../../src/prometheus/poll.ts';
import { trafficQueries } from '../../src/prometheus/queries.ts';
import { startPrometheus } from '../../src/prometheus/test-prometheus.ts';
import { generateSeries, type MeshSize } from './generate-series.ts';

interface Cost {
  queries: number;
  bytes: number;
  wireBytes: number;
  results: number;
  ms: number;
  /** of this process, parsing and normalising among it */
  cpuMs: number;
  /** the longest time the event loop did nothing else */
  blockMs: number;
}

export interface PrometheusRow {
  size: MeshSize;
  all: Cost;
  perNamespace: Cost;
}

const ROUNDS = 3;
const TICK_MS = 2;

/** Measures meshes of these numbers of namespaces, one after the other; of our refresh the median round by time. */
export async function benchPrometheus(
  program: string,
  namespaces: readonly number[],
  shape: Omit<MeshSize, 'namespaces'>,
  say: (text: string) => void,
): Promise<PrometheusRow[]> {
  const rows: PrometheusRow[] = [];
  for (const count of namespaces) {
    const size = { ...shape, namespaces: count };
    const at = Date.now() - 60_000;
    say(`${count} namespaces: loading series`);
    const prometheus = await startPrometheus(generateSeries(size, at), [], program);
    const settings = { url: prometheus.url, token: null, ca: null, matchers: [], windowSeconds: 300 };
    const client = createPrometheusClient(settings);
    try {
      say(`${count} namespaces: asking`);
      const rounds: Cost[] = [];
      for (let i = 0; i < ROUNDS; i += 1) rounds.push(await measure(() => askAll(client, at)));
      const all = rounds.sort((a, b) => a.ms - b.ms)[Math.floor(ROUNDS / 2)]!;
      rows.push({ size, all, perNamespace: await measure(() => askEach(client, at, count)) });
    } finally {
      await client.close();
      await prometheus.stop();
    }
  }
  return rows;
}

type Asked = Omit<Cost, 'cpuMs' | 'blockMs'>;

async function askAll(client: PrometheusClient, at: number): Promise<Asked> {
  const poll = createPrometheusPoll({ client, now: () => at });
  await poll.refresh();
  const cost = poll.cost()!;
  if (cost.failed > 0) throw new Error(`${cost.failed} queries failed`);
  return cost;
}

/** The alternative: the queries of traffic for one namespace after the other, two at a time as well. */
async function askEach(client: PrometheusClient, at: number, namespaces: number): Promise<Asked> {
  const begun = performance.now();
  const costs: QueryCost[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < namespaces; i = next++) {
      const matcher = { label: 'destination_workload_namespace', operator: '=', value: `ns-${i}` } as const;
      for (const { text } of trafficQueries({ matchers: [matcher], windowSeconds: 300 })) {
        const asked = await client.ask(text, { at, onBatch: () => {} });
        if (!asked.ok) throw new Error(asked.message);
        costs.push(asked.value);
      }
    }
  };
  await Promise.all([work(), work()]);
  const sum = (of: (cost: QueryCost) => number): number => costs.reduce((total, cost) => total + of(cost), 0);
  return {
    queries: costs.length,
    bytes: sum(({ bytes }) => bytes),
    wireBytes: sum(({ wireBytes }) => wireBytes),
    results: sum(({ results }) => results),
    ms: performance.now() - begun,
  };
}

async function measure(task: () => Promise<Asked>): Promise<Cost> {
  let last = performance.now();
  let blockMs = 0;
  const ticks = setInterval(() => {
    const now = performance.now();
    blockMs = Math.max(blockMs, now - last - TICK_MS);
    last = now;
  }, TICK_MS);
  const cpu = process.cpuUsage();
  const asked = await task();
  clearInterval(ticks);
  const { user, system } = process.cpuUsage(cpu);
  return { ...asked, cpuMs: (user + system) / 1000, blockMs };
}

/** The rows as a Markdown table. */
export function formatPrometheusTable(rows: readonly PrometheusRow[]): string {
  const cells = ({ queries, results, bytes, wireBytes, ms, cpuMs, blockMs }: Cost): string => {
    const kib = (size: number): string => Math.ceil(size / 1024).toString();
    return [queries, results, kib(bytes), kib(wireBytes), ms.toFixed(0), cpuMs.toFixed(0), blockMs.toFixed(0)].join(
      ' | ',
    );
  };
  const lines = rows.flatMap(({ size, all, perNamespace }) => [
    `| ${size.namespaces} | all at once | ${cells(all)} |`,
    `| ${size.namespaces} | for each namespace | ${cells(perNamespace)} |`,
  ]);
  const head =
    '| namespaces | asked | queries | series | KiB | KiB on the wire | ms | our CPU ms | longest block ms |\n' +
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |';
  return [head, ...lines].join('\n');
}
