/** The traffic of any range of time, for whoever asks: few at once, and what was just asked is not asked again. */
import type { NormalizedReading } from '@hopscope/core';
import type { PrometheusClient } from './client.ts';
import { trafficAt } from './poll.ts';

export interface TrafficRange {
  /** its end, in ms since 1970 */
  at: number;
  windowSeconds: number;
}

export interface TrafficRanges {
  /** The readings of a range; null while as many are being read as may be. Never rejects. */
  read(range: TrafficRange): Promise<NormalizedReading[]> | null;
}

/** Each is eight queries over a long time, which Prometheus feels. */
const AT_ONCE = 2;
const KEPT = 8;
/** The end of a range is rounded to it, so that readers who ask for now share an answer. */
const STEP_MS = 15_000;

/** Ranges read with a client. */
export function createTrafficRanges(client: PrometheusClient): TrafficRanges {
  const kept = new Map<string, Promise<NormalizedReading[]>>();
  let underWay = 0;
  return {
    read({ at, windowSeconds }) {
      const end = Math.floor(at / STEP_MS) * STEP_MS;
      const key = `${end} ${windowSeconds}`;
      const known = kept.get(key);
      if (known) return known;
      if (underWay >= AT_ONCE) return null;
      underWay += 1;
      const reading = trafficAt(client, { at: end, windowSeconds }).then((readings) => {
        // What failed may go well next time.
        if (readings.some(({ status }) => status.state !== 'ok')) kept.delete(key);
        return readings;
      });
      kept.set(key, reading);
      const [oldest] = kept.keys();
      if (kept.size > KEPT) kept.delete(oldest!);
      return reading.finally(() => {
        underWay -= 1;
      });
    },
  };
}
