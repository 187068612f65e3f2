/** The bounds of one answer: how long it may take in all, and how large it may be. */
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { AnswerCut } from '../kubernetes/answer-cut.ts';
import type { ApiClient } from '../kubernetes/client.ts';
import { type Failure, failure } from '../kubernetes/outcome.ts';
import type { AskedPod } from './pod-answer.ts';
import type { Signal } from './signals.ts';

export interface AnswerLimits {
  /** Aborted when the time is over, or when the caller gives up. */
  readonly abort: AbortSignal;
  /** Ends the watch over an answer that did not come, and says why where it was us who gave up. */
  fail(failed: Failure): Failure;
  /** The same bytes, failing with an `AnswerCut` where they are too many or come too slowly. */
  hold(body: Readable, client: ApiClient): Readable;
}

/** Starts the clock for one answer. */
export function limitAnswer(signal: Signal, pod: AskedPod, caller?: AbortSignal): AnswerLimits {
  const abort = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    abort.abort();
  }, signal.timeoutMs);
  const giveUp = (): void => abort.abort();
  caller?.addEventListener('abort', giveUp);
  if (caller?.aborted) giveUp();
  const end = (): void => {
    clearTimeout(timer);
    caller?.removeEventListener('abort', giveUp);
  };
  const causeOf = (failed: Failure): Failure => {
    if (isLate) return failure('timeout', `${asked(signal, pod)} took longer than ${signal.timeoutMs / 1000} s.`);
    return abort.signal.aborted ? failure('aborted', 'The request was given up.') : failed;
  };
  return {
    abort: abort.signal,
    fail(failed) {
      end();
      return causeOf(failed);
    },
    hold(body, client) {
      const held = new Transform({ transform: countUpTo(signal, pod) });
      body.on('error', (error) => {
        const { reason, message } = causeOf(cutOf(error, client, asked(signal, pod)));
        held.destroy(new AnswerCut(reason, message));
      });
      held.on('close', () => {
        end();
        body.destroy();
      });
      return body.pipe(held);
    },
  };
}

function countUpTo(signal: Signal, pod: AskedPod): (chunk: Buffer, encoding: string, done: TransformCallback) => void {
  let bytes = 0;
  return (chunk, _encoding, done) => {
    bytes += chunk.length;
    if (bytes <= signal.limitBytes) return done(null, chunk);
    const most = `${Math.floor(signal.limitBytes / 1024)} KiB`;
    done(new AnswerCut('too-large', `${asked(signal, pod)} is larger than ${most}; it was not read further.`));
  };
}

const asked = ({ way, port, path }: Signal, { namespace, name }: AskedPod): string =>
  way === 'log' ? `The log of ${namespace}/${name}` : `The answer of ${namespace}/${name} to :${port}${path}`;

function cutOf(error: Error, client: ApiClient, what: string): Failure {
  if (error instanceof AnswerCut) return failure(error.reason, error.message);
  const { reason } = client.failureOf(error);
  return failure(reason === 'aborted' ? reason : 'unreachable', `${what} was cut off.`, { status: 503 });
}
