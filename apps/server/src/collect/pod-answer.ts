/** One pod asked for one signal, and what comes back. */
import type { Readable } from 'node:stream';
import type { Outcome } from '../kubernetes/outcome.ts';
import type { PodName } from '../kubernetes/pod-name.ts';
import type { Signal } from './signals.ts';

export type AskedPod = PodName;

/**
 * The answer as it streams in; it must be read or destroyed. Reading it fails with an `AnswerCut` where it is larger than the
 * signal's limit (`too-large`), takes longer than its time (`timeout`), or does not come to its end (`unreachable`).
 */
export interface PodAnswer {
  /** HTTP status of the component; 200 for a log */
  status: number;
  body: Readable;
}

/**
 * Asks. Without an answer of the pod it fails with one sentence, and tells apart: may not (`forbidden`), no such pod
 * (`not-found`), too slow (`timeout`), given up (`aborted`), and nobody answers there (`unreachable` with the status the API
 * server gave it; without a status it is the API server that cannot be reached).
 */
export type AskPod = (
  signal: Signal,
  pod: AskedPod,
  options?: { signal?: AbortSignal | undefined },
) => Promise<Outcome<PodAnswer>>;
