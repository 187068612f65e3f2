/** Turning answers into readings, away from the loop that serves people. */
import type { normalizeReading } from '@hopscope/core';
import type { AskedPod, PodAnswer } from './pod-answer.ts';
import type { Signal } from './signals.ts';

export interface Read {
  reading: ReturnType<typeof normalizeReading>;
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
