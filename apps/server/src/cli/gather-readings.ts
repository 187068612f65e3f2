/** What components say, for a bundle: every pod of every component, asked once. */
import { type RawReading, trimDump, trimReading } from '@hopscope/core';
import { prefixOf, refusalOf } from '../collect/answer-reader-refusal.ts';
import type { AskPod } from '../collect/pod-answer.ts';
import type { Target } from '../collect/targets.ts';
import { AnswerCut } from '../kubernetes/answer-cut.ts';

export interface ReadingProgress {
  /** The source that was asked last. */
  source: string;
  /** Answers so far, whether or not they could be read. */
  index: number;
  total: number;
  /** Answers so far that could not be read. */
  failed: number;
}

export interface GatherReadings {
  ask: AskPod;
  targets: readonly Target[];
  onProgress: (progress: ReadingProgress) => void;
  now?: () => Date;
  /** Text of dumps, in characters, that is kept in full. */
  room?: number;
}

/** Questions at once: an API server has others to serve, and answers are held whole. */
const AT_ONCE = 4;
/**
 * Text of dumps, in characters, that a bundle holds in full. Each dump tells of the whole mesh; beyond this one is kept only
 * as far as it tells of its own node, which is what another does not tell.
 */
const WHOLE_DUMPS = 64 << 20;

/** Asks all targets, some side by side; what cannot be read becomes a reading that says why. In the order of the targets. */
export async function gatherReadings(options: GatherReadings): Promise<RawReading[]> {
  const { ask, targets, onProgress, now = () => new Date() } = options;
  const readings: RawReading[] = [];
  let [next, done, failed, room] = [0, 0, 0, options.room ?? WHOLE_DUMPS];
  const takeTurns = async (): Promise<void> => {
    for (let at = next++; at < targets.length; at = next++) {
      const target = targets[at];
      if (target === undefined) return;
      const reading = trimReading(await askOnce(ask, target, now().toISOString()));
      const fitted = fitDump(reading, target.node, room);
      room -= fitted.taken;
      readings[at] = fitted.reading;
      done += 1;
      failed += reading.error ? 1 : 0;
      onProgress({ source: target.signal.source, index: done, total: targets.length, failed });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return readings;
}

async function askOnce(ask: AskPod, { signal, pod }: Target, at: string): Promise<RawReading> {
  const asked = { source: signal.source, pod: `${pod.namespace}/${pod.name}`, at };
  const answer = await ask(signal, pod);
  if (!answer.ok) return { ...asked, error: { code: answer.reason, message: answer.message } };
  const { status, body } = answer.value;
  const refusal = refusalOf(signal, status);
  if (refusal !== null) {
    body.destroy();
    return { ...asked, error: { code: 'bad-answer', message: refusal } };
  }
  try {
    const chunks: Buffer[] = [Buffer.from(prefixOf(status))];
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
    return { ...asked, text: Buffer.concat(chunks).toString('utf8') };
  } catch (error) {
    // The rest does not come, and a part proves nothing.
    const [code, message] =
      error instanceof AnswerCut ? [error.reason, error.message] : ['unreachable', 'The answer was cut off.'];
    return { ...asked, error: { code, message } };
  }
}

/** A dump for which there is no room is kept for its own node. */
function fitDump(reading: RawReading, node: string, room: number): { reading: RawReading; taken: number } {
  const { body } = reading;
  if (reading.source !== 'ztunnel-config' || typeof body !== 'object' || body === null) return { reading, taken: 0 };
  const taken = JSON.stringify(body).length;
  if (taken <= room) return { reading, taken };
  return { reading: { ...reading, body: trimDump(body as Readonly<Record<string, unknown>>, node) }, taken: 0 };
}
