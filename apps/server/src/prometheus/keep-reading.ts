/** Prometheus, asked again and again while a mesh is served: its newest answers, and what is to be said of them. */
import type { GroupedSlices, NormalizedReading, SourceStatus, TrafficReading } from '@hopscope/core';
import type { Attention } from '../collect/attention.ts';
import type { Costs } from '../collect/costs.ts';
import type { PrometheusPoll } from './poll.ts';

export interface KeepOptions {
  /** null = no Prometheus is named */
  poll: PrometheusPoll | null;
  /** the highest tier that is asked for */
  highest: number;
  attention: Attention;
  costs: Costs;
  /** Something new can be told. */
  onChange: () => void;
}

export interface KeptPrometheus {
  /** `traffic` and `componentMetrics`: the same lists until something changes. */
  slices(): GroupedSlices;
  /** One for all queries: what is not counted proves nothing where a single one had no answer. */
  status(): SourceStatus;
  stop(): void;
}

const TIER = 4;
const WATCHED_MS = 30_000;
const ALONE_MS = 120_000;
/** An answer counts so long, also when the questions after it had none. */
const COUNTS_MS = 5 * 60_000;
/** Several of us do not ask in step. */
const JITTER = 0.1;

interface Kept {
  reading: NormalizedReading;
  /** when it was asked; ms since 1970 */
  askedAt: number;
}

/** Begins to ask at once, every half minute while somebody looks and every two minutes while nobody does. */
export function keepReading(options: KeepOptions): KeptPrometheus {
  const { poll, highest, attention, costs, onChange } = options;
  if (poll === null || highest < TIER) return nothingKept(highest);
  /** of each query, in their order: the last good answer, and the newest of any kind */
  const good: (Kept | undefined)[] = [];
  let newest: NormalizedReading[] = [];
  let slices: GroupedSlices = {};
  let askedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    askedAt = Date.now();
    newest = await poll.refresh();
    if (isStopped) return;
    const cost = poll.cost();
    if (cost !== null) costs.add(TIER, { requests: cost.queries, bytes: cost.bytes, cpuMs: cost.cpuMs }, Date.now());
    for (const [at, reading] of newest.entries()) if (reading.status.state === 'ok') good[at] = { reading, askedAt };
    slices = slicesOf(counting(good).map(({ reading }) => reading));
    onChange();
    plan();
  };
  const plan = (): void => {
    const jitter = 1 + JITTER * (2 * Math.random() - 1);
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), jitter * (attention.isWatched() ? WATCHED_MS : ALONE_MS));
  };
  void ask();
  attention.onWake(() => {
    if (!isStopped && newest.length > 0 && Date.now() - askedAt >= WATCHED_MS) void ask();
  });
  return {
    slices: () => slices,
    status: () => statusOf(newest, good),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

const counting = (good: readonly (Kept | undefined)[]): Kept[] =>
  good.filter((kept): kept is Kept => kept !== undefined && Date.now() - kept.askedAt < COUNTS_MS);

function slicesOf(readings: readonly NormalizedReading[]): GroupedSlices {
  const isTraffic = (value: NormalizedReading['value']): value is TrafficReading =>
    value !== undefined && 'series' in value;
  return {
    traffic: readings.flatMap(({ value }) => (isTraffic(value) ? [value] : [])),
    componentMetrics: readings.flatMap(({ metrics }) => metrics ?? []),
  };
}

function statusOf(newest: readonly NormalizedReading[], good: readonly (Kept | undefined)[]): SourceStatus {
  const [first] = newest;
  if (first === undefined) return { ...about(), state: 'syncing', message: 'being read for the first time' };
  const failed = newest.filter(({ status }) => status.state !== 'ok');
  const counted = counting(good);
  const count = counted.reduce((sum, { reading }) => sum + reading.status.count, 0);
  const oldest = counted.reduce<string | null>(
    (at, { reading }) => (at === null || (reading.status.at ?? at) < at ? reading.status.at : at),
    null,
  );
  const status = { ...about(), at: oldest, count };
  const partial = newest.find(({ status: { state, message } }) => state === 'ok' && message !== '');
  if (failed.length === 0) return { ...status, state: 'ok', message: partial?.status.message ?? '' };
  const message = `${failed.length} of ${newest.length} queries had no answer, for example ${failed[0]!.status.message}`;
  return counted.length === newest.length
    ? { ...status, state: 'ok', message: `Of the last questions ${message}` }
    : { ...status, state: 'failed', message };
}

const about = (): SourceStatus => ({
  source: 'prometheus',
  tier: TIER,
  scope: null,
  state: 'not-read',
  at: null,
  count: 0,
  message: '',
  permission: null,
});

function nothingKept(highest: number): KeptPrometheus {
  const message =
    highest < TIER
      ? `tier ${TIER} is switched off: start with --tiers ${TIER} and --prometheus URL`
      : 'no Prometheus is named: start with --prometheus URL';
  const [slices, status]: [GroupedSlices, SourceStatus] = [{}, { ...about(), message }];
  return { slices: () => slices, status: () => status, stop: () => {} };
}
