/** One pod asked for one signal, and what comes back. */
import type { Readable } from 'node:stream';
import type { Outcome } from '../kubernetes/outcome.ts';
import type { Signal } from './signals.ts';

export interface AskedPod {
  namespace: string;
  name: string;
}

/** The answer as it streams in; reading it fails where it is larger than the signal's limit or takes longer than its time. */
export interface PodAnswer {
  /** HTTP status of the component; 200 for a log */
  status: number;
  body: Readable;
}

/**
 * Asks. Without an answer of the pod it fails with one sentence, and tells apart: may not (`forbidden`), not reachable, no such pod,
 * too slow.
 */
export type AskPod = (
  signal: Signal,
  pod: AskedPod,
  options?: { signal?: AbortSignal | undefined },
) => Promise<Outcome<PodAnswer>>;
