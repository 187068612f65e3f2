/** Tier 4: what Prometheus knows, asked again and again beside what pods are asked. */
import type { GroupedSlices, NormalizedReading, SourceStatus } from '@hopscope/core';
import type { PrometheusPoll } from '../prometheus/poll.ts';
import type { Attention } from './attention.ts';
import type { Costs } from './costs.ts';
import { createReadingSlices } from './reading-slices.ts';

export interface PrometheusTier {
  slices(): GroupedSlices;
  statuses(): SourceStatus[];
  stop(): Promise<void>;
}

const EVERY_MS = 30_000;
const IDLE_MS = 120_000;
/** An answer counts so long after it was asked for. */
const COUNTS_MS = 5 * 60_000;

const PROMETHEUS = 'prometheus';

/** Why nobody asks Prometheus. */
export function withoutPrometheus(message: string): PrometheusTier {
  const status = statusOf('not-read', message);
  return { slices: () => ({}), statuses: () => [status], stop: async () => {} };
}

export interface PrometheusTierOptions {
  attention: Attention;
  costs: Costs;
  /** Something new can be told. */
  onChange: () => void;
}

/**
 * Begins to ask. A refresh counts as a whole: where one query has no answer, what another one lacks proves nothing, so the last
 * whole one stays until it is too old.
 */
export function followPrometheus(poll: PrometheusPoll, options: PrometheusTierOptions): PrometheusTier {
  const { attention, costs, onChange } = options;
  const slices = createReadingSlices();
  let good: { status: SourceStatus; until: number } | null = null;
  let status = statusOf('syncing', 'being read for the first time');
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  const refresh = async (): Promise<void> => {
    timer = null;
    const readings = await poll.refresh();
    if (stopped) return;
    const cost = poll.cost();
    if (cost !== null) costs.add(4, { requests: cost.queries, bytes: cost.wireBytes, cpuMs: cost.cpuMs }, Date.now());
    const told = wholeStatus(readings);
    if (told.state === 'ok') {
      slices.put(PROMETHEUS, readings);
      good = { status: told, until: Date.now() + COUNTS_MS };
    }
    const message = `The last questions had no answer: ${told.message}`;
    status = told.state === 'ok' || good === null ? told : { ...good.status, message };
    timer = setTimeout(ask, attention.isWatched() ? EVERY_MS : IDLE_MS);
    onChange();
  };
  let underWay = Promise.resolve();
  const ask = (): void => {
    underWay = refresh();
  };
  const expire = (): void => {
    if (good === null || Date.now() < good.until) return;
    status = { ...status, state: 'stale', at: good.status.at, message: 'the last answer is too old to count' };
    good = null;
    slices.remove(PROMETHEUS);
  };
  attention.onWake(() => {
    if (timer === null || stopped) return;
    clearTimeout(timer);
    ask();
  });
  ask();
  return {
    slices() {
      expire();
      return slices.grouped();
    },
    statuses() {
      expire();
      return [status];
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await underWay;
    },
  };
}

const statusOf = (state: SourceStatus['state'], message: string): SourceStatus => ({
  source: PROMETHEUS,
  tier: 4,
  scope: null,
  state,
  at: null,
  count: 0,
  message,
  permission: null,
});

/** One status for all queries: good where all are. */
function wholeStatus(readings: readonly NormalizedReading[]): SourceStatus {
  const bad = readings.filter(({ status }) => status.state !== 'ok');
  const at = readings[0]?.status.at ?? null;
  if (bad.length > 0) {
    const { state, message } = bad[0]!.status;
    return { ...statusOf(state, `${bad.length} of ${readings.length} queries: ${message}`), at };
  }
  return { ...statusOf('ok', ''), at, count: readings.reduce((sum, { status }) => sum + status.count, 0) };
}
