/** The thread that reads answers. It knows no cluster and no file: bytes come in, readings go out in pieces. */
import { parentPort } from 'node:worker_threads';
import type { NormalizedReading } from '@hopscope/core';
import { cutPieces, type Piece } from './answer-reader-pieces.ts';
import { beginAnswer, type ComingAnswer } from './read-worker-answer.ts';
import type { FromReader, ToReader } from './read-worker-messages.ts';

interface Work {
  coming: ComingAnswer;
  /** What is still to be sent, once the answer was read. */
  pieces: Iterator<Piece> | null;
  reading: NormalizedReading | null;
  cpuMs: number;
}

const works = new Map<number, Work>();
const tell = (message: FromReader): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToReader) => {
  const from = performance.now();
  if (message.say === 'begin')
    works.set(message.id, { coming: beginAnswer(message.begun), pieces: null, reading: null, cpuMs: 0 });
  const work = works.get(message.id);
  if (work === undefined) return;
  if (message.say === 'drop') works.delete(message.id);
  else if (message.say === 'chunk') {
    work.coming.push(message.bytes);
    tell({ id: message.id, say: 'taken', bytes: message.bytes.length, pieces: work.coming.take() });
  } else if (message.say !== 'begin') sendNext(message.id, work, from);
  work.cpuMs += performance.now() - from;
});

/** One piece at a time: the main thread asks for the next when it has put the last away. */
function sendNext(id: number, work: Work, from: number): void {
  if (work.reading === null) {
    const cut = cutPieces(work.coming.end());
    work.reading = cut.rest;
    work.pieces = cut.pieces;
  }
  const next = work.pieces?.next();
  if (next?.done === false) {
    tell({ id, say: 'piece', piece: next.value });
    return;
  }
  works.delete(id);
  tell({ id, say: 'done', reading: work.reading, cpuMs: work.cpuMs + performance.now() - from });
}
