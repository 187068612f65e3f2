/** The bytes of one forwarded port, out of the channels of a WebSocket. */
import { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { AnswerCut } from './answer-cut.ts';
import { notReached, type PodName } from './pod-name.ts';

/** Each port has a channel for its bytes and one for what went wrong; we forward one. */
const DATA = 0;
const ERROR = 1;
/** Each channel begins with the number of its port. */
const PORT_BYTES = 2;

/**
 * The connection to a port as a stream, with back pressure both ways. What the kubelet says instead of connecting, and a
 * connection that is lost, destroy it with an `AnswerCut`.
 */
export function createForwardedPort(socket: WebSocket, pod: PodName, port: number, signal: AbortSignal): Duplex {
  const skip = [PORT_BYTES, PORT_BYTES];
  const lost = (said: string): AnswerCut => {
    const { reason, message } = notReached(pod, port, said);
    return new AnswerCut(reason, message);
  };
  const duplex = new Duplex({
    // The kernel holds what is not asked for.
    read: () => socket.resume(),
    write(chunk: Buffer, _encoding, done) {
      socket.send(Buffer.concat([Buffer.of(DATA), chunk]), done);
    },
    // The channels know no half-closed connection; a request says that it is the last.
    final: (done) => done(),
    destroy(error, done) {
      signal.removeEventListener('abort', giveUp);
      socket.terminate();
      done(error);
    },
  });
  const giveUp = (): void => void duplex.destroy(new AnswerCut('aborted', 'The request was given up.'));
  signal.addEventListener('abort', giveUp);
  socket.on('message', (data: RawData) => {
    const frame = data as Buffer;
    const channel = frame[0] ?? DATA;
    const skipped = Math.min(skip[channel] ?? 0, frame.length - 1);
    if (skip[channel] !== undefined) skip[channel] -= skipped;
    const rest = frame.subarray(1 + skipped);
    if (rest.length === 0) return;
    if (channel === ERROR) duplex.destroy(lost(rest.toString('utf8', 0, 2000)));
    else if (channel === DATA && !duplex.push(rest)) socket.pause();
  });
  socket.on('close', (code) => {
    // Properly closed: whoever reads decides whether what came so far is all.
    if (code === 1000 || code === 1005) duplex.push(null);
    else duplex.destroy(lost('reset by peer'));
  });
  return duplex;
}
