/** One target asked, from the question to the reading; whatever goes wrong becomes a reading that says so. */
import { normalizeReading } from '@hopscope/core';
import type { Failure } from '../kubernetes/outcome.ts';
import type { AnswerReader, Read } from './answer-reader.ts';
import type { AskPod } from './pod-answer.ts';
import type { Target } from './targets.ts';

export interface Asked extends Read {
  /** the API server does not let us ask */
  refused: boolean;
}

/** Asks and reads. `askedAt` is ms since 1970; null where it was given up. */
export async function askTarget(
  { ask, reader }: { ask: AskPod; reader: AnswerReader },
  { signal, pod }: Target,
  { askedAt, ownNode, abort }: { askedAt: number; ownNode: string | undefined; abort: AbortSignal },
): Promise<Asked | null> {
  const at = new Date(askedAt).toISOString();
  const answer = await ask(signal, pod, { signal: abort });
  if (answer.ok) return { ...(await reader.read(signal, pod, answer.value, { at, ownNode })), refused: false };
  if (answer.reason === 'aborted') return null;
  return {
    reading: withoutAnswer(signal.source, pod, at, answer),
    bytes: 0,
    cpuMs: 0,
    refused: answer.reason === 'forbidden',
  };
}

function withoutAnswer(source: string, pod: Target['pod'], at: string, { reason, message }: Failure): Read['reading'] {
  return normalizeReading({ source, pod: `${pod.namespace}/${pod.name}`, at, error: { code: reason, message } });
}
