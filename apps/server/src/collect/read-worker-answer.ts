/** One answer on its way to a reading: a dump member by member, anything else when it is whole. */
import { createDumpReader, type NormalizedReading, normalizeDump, normalizeReading } from '@hopscope/core';
import type { Piece } from './answer-reader-pieces.ts';
import { splitJsonRecords } from './json-records.ts';
import type { RecordProblem } from './json-records-span.ts';
import type { Begun } from './read-worker-messages.ts';

export interface ComingAnswer {
  push(bytes: Uint8Array): void;
  /** What is complete already, once. */
  take(): Piece[];
  /** The reading, without what was taken; never throws. */
  end(): NormalizedReading;
}

/** Begins an answer. */
export function beginAnswer(begun: Begun): ComingAnswer {
  const coming = begun.source === 'ztunnel-config' ? comingDump(begun) : comingText(begun);
  let broken: unknown = null;
  const attempt = <T>(step: () => T): T | null => {
    try {
      return broken === null ? step() : null;
    } catch (error) {
      // A form that our readers do not expect: this answer is not read, the thread reads on.
      broken = error;
      return null;
    }
  };
  return {
    push: (bytes) => void attempt(() => coming.push(bytes)),
    take: () => attempt(() => coming.take()) ?? [],
    end: () =>
      attempt(() => coming.end()) ?? unread(begun, `The answer has a form that cannot be read (${kindOf(broken)}).`),
  };
}

const kindOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

const unread = ({ source, pod, at }: Begun, message: string): NormalizedReading =>
  normalizeReading({ source, pod, at, error: { code: 'bad-answer', message } });

function comingText({ source, pod, at }: Begun): ComingAnswer {
  const chunks: Uint8Array[] = [];
  return {
    push: (bytes) => void chunks.push(bytes),
    take: () => [],
    end: () => normalizeReading({ source, pod, at, text: Buffer.concat(chunks.splice(0)).toString('utf8') }),
  };
}

const PROBLEMS: Readonly<Record<RecordProblem, string>> = {
  'not-json': 'The answer is not a configuration dump of ztunnel.',
  'cut-off': 'The answer ends in the middle.',
  'too-deep': 'The answer nests deeper than any dump of ztunnel; it was not read further.',
  'too-large': 'The answer has an entry larger than any of ztunnel; it was not read further.',
};

function comingDump(begun: Begun): ComingAnswer {
  const { source, pod, at, ownNode } = begun;
  const members = createDumpReader(ownNode);
  const records = splitJsonRecords(members);
  return {
    push: (bytes) => void records.push(bytes),
    take: () =>
      Object.entries(members.take())
        .filter(([, items]) => items.length > 0)
        .map(([list, items]) => ({ part: 'value', list, items })),
    end() {
      const problem = records.end();
      return problem === null ? normalizeDump({ source, pod, at }, members) : unread(begun, PROBLEMS[problem]);
    },
  };
}
