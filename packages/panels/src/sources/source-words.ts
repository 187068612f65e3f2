/** The states and costs of sources in words. */
import type { SourceState, TierReport } from '@hopscope/core';

export const STATE_WORDS: Readonly<Record<SourceState, string>> = {
  ok: 'read',
  syncing: 'being read',
  stale: 'too old',
  forbidden: 'may not be read',
  unserved: 'not there',
  failed: 'no answer',
  'not-read': 'not asked for',
};

/** `1,234`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `120 requests, 3.4 MiB, 0.4 % of a core`; the last where it was measured. */
export function formatCost({ requests, bytes, cpuMs, seconds }: NonNullable<TierReport['cost']>): string {
  const asked = `${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'}, ${formatBytes(bytes)}`;
  return cpuMs === 0 || seconds === 0 ? asked : `${asked}, ${(cpuMs / seconds / 10).toFixed(1)} % of a core`;
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}
