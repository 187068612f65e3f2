/** How often something took longer than a limit, by a histogram that a component keeps. */

import type { Mesh } from '../mesh.ts';
import { recentSamples } from './component-metrics.ts';

export interface Slow {
  /** how many of all took longer than the limit */
  slow: number;
  of: number;
}

/** Recent counts of a histogram of a pod beyond a limit in seconds; null where it has none, or no bucket ends there. */
export function slowerThan(mesh: Mesh, pod: string, histogram: string, limit: number): Slow | null {
  const buckets = recentSamples(mesh, pod, `${histogram}_bucket`);
  const upTo = (end: number): number | null =>
    buckets.find(({ labels }) => Number((labels['le'] ?? '').replace('+Inf', 'Infinity')) === end)?.value ?? null;
  const [within, of] = [upTo(limit), upTo(Number.POSITIVE_INFINITY)];
  return within === null || of === null ? null : { slow: of - within, of };
}
