/** What the main thread and the thread that reads answers tell each other. */
import type { NormalizedReading } from '@hopscope/core';
import type { Piece } from './answer-reader-pieces.ts';

/** The answer that is about to come. */
export interface Begun {
  source: string;
  /** `namespace/name` */
  pod: string;
  /** RFC 3339 */
  at: string;
  ownNode: string | undefined;
}

export type ToReader = { id: number } & (
  | { say: 'begin'; begun: Begun }
  | { say: 'chunk'; bytes: Uint8Array }
  /** The answer is over. */
  | { say: 'end' }
  /** It is not worth reading on. */
  | { say: 'drop' }
  /** The last piece has arrived. */
  | { say: 'next' }
);

export type FromReader = { id: number } /** So many bytes were read, and gave this. */ & (
  | { say: 'taken'; bytes: number; pieces: Piece[] }
  | { say: 'piece'; piece: Piece }
  /** What is left once all pieces were sent, and the CPU time of all of it in ms. */
  | { say: 'done'; reading: NormalizedReading; cpuMs: number }
);
