/** Turning answers into readings, away from the loop that serves people. */
import { type NormalizedReading, normalizeReading } from '@hopscope/core';
import { AnswerCut } from '../kubernetes/answer-cut.ts';
import { prefixOf, refusalOf } from './answer-reader-refusal.ts';
import { AnswerThread, type ReadThread, type ReadThreadOptions } from './answer-reader-thread.ts';
import type { AskedPod, PodAnswer } from './pod-answer.ts';
import type { Begun } from './read-worker-messages.ts';
import type { Signal } from './signals.ts';

export interface Read {
  reading: NormalizedReading;
  /** of the answer, after any compression was undone */
  bytes: number;
  /** spent on it, in ms */
  cpuMs: number;
}

export interface ReadOptions {
  /** RFC 3339: when it was asked */
  at: string;
  /** keep of a dump only what belongs to this node (`ownOnly`) */
  ownNode?: string | undefined;
}

export interface AnswerReader {
  /** Reads an answer to its end. Never throws: what cannot be read becomes a status that says why. */
  read(signal: Signal, pod: AskedPod, answer: PodAnswer, options: ReadOptions): Promise<Read>;
  close(): Promise<void>;
}

/** Memory enough for the largest answer that the signals allow; a longer silence than this is a loop. */
const THREAD: ReadThreadOptions = { memoryMb: 512, stuckMs: 60_000 };

/** Starts no thread before the first answer. */
export function createAnswerReader(options: Partial<ReadThreadOptions> = {}): AnswerReader {
  const thread = new AnswerThread({ ...THREAD, ...options });
  return {
    read: (signal, pod, answer, { at, ownNode }) =>
      readAnswer(thread, signal, answer, { source: signal.source, pod: `${pod.namespace}/${pod.name}`, at, ownNode }),
    close: () => thread.close(),
  };
}

async function readAnswer(thread: ReadThread, signal: Signal, answer: PodAnswer, begun: Begun): Promise<Read> {
  const { status, body } = answer;
  const refusal = refusalOf(signal, status);
  if (refusal !== null) {
    body.destroy();
    return unread(begun, 'bad-answer', refusal);
  }
  const reading = thread.begin(begun);
  let bytes = 0;
  try {
    await reading.push(Buffer.from(prefixOf(status)));
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (!(await reading.push(chunk))) break;
    }
  } catch (error) {
    // The rest does not come, and a part proves nothing.
    reading.drop();
    const [code, message] =
      error instanceof AnswerCut ? [error.reason, error.message] : ['unreachable', 'The answer was cut off.'];
    return { ...unread(begun, code, message), bytes };
  }
  const result = await reading.end();
  return result.ok
    ? { reading: result.reading, bytes, cpuMs: result.cpuMs }
    : { ...unread(begun, 'failed', result.message), bytes };
}

function unread({ source, pod, at }: Begun, code: string, message: string): Read {
  return { reading: normalizeReading({ source, pod, at, error: { code, message } }), bytes: 0, cpuMs: 0 };
}
