/** What the status of an answer means for who reads it. */
import type { Signal } from './signals.ts';

/** Their refusal is an answer: it says what is not ready. */
const READINESS: ReadonlySet<string> = new Set(['ztunnel-ready', 'cni-ready', 'istiod-ready']);
const NOT_READY: ReadonlySet<number> = new Set([500, 503]);

/** Why an answer with this status is no reading of the signal; null where it is one. */
export function refusalOf(signal: Signal, status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (READINESS.has(signal.source) && NOT_READY.has(status)) return null;
  return `The pod answers ${status} to ${signal.path}.`;
}

/** Goes before the words of a readiness answer: a component that refuses need not say so in words. */
export function prefixOf(status: number): string {
  return status >= 300 ? 'not ready, ' : '';
}
