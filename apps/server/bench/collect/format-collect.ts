/** What collecting costs, as a table for a person. */
import type { PhaseCost } from './bench-collect.ts';

/** One block of lines for each phase. */
export function formatCollect(costs: readonly PhaseCost[]): string {
  return costs.map(formatPhase).join('\n\n');
}

function formatPhase({
  phase,
  nodes,
  seconds,
  own,
  ownPerSecond,
  toldPerSecond,
  cpuPercent,
  rssMb,
  tiers,
}: PhaseCost): string {
  const requests = Object.entries(own)
    .sort(([, a], [, b]) => b - a)
    .map(([key, perSecond]) => `  ${perSecond.toFixed(2).padStart(6)}  ${key}`);
  const answered = tiers.map(
    ({ tier, state, answered, sources, oldestSeconds, bytes }) =>
      `  tier ${tier}: ${state}, ${answered} of ${sources}, oldest ${oldestSeconds ?? '-'} s, ${Math.round(bytes / 1024)} KiB in 5 min`,
  );
  return [
    `Collecting, ${nodes} nodes, ${phase} (${seconds} s):`,
    `  ${ownPerSecond.toFixed(2)} requests a second to the API server (at most 5), ${cpuPercent.toFixed(1)} % of a core, ${rssMb} MiB`,
    ...requests,
    `  ${toldPerSecond.toFixed(2).padStart(6)}  questions to pods in the last 5 min, by our own count`,
    ...answered,
  ].join('\n');
}
