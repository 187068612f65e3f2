/** A watch stream's bytes to its events. */
import type { ApiClient } from './client.ts';
import type { KubernetesObject } from './kinds.ts';
import { createLineSplitter } from './lines.ts';
import { failure, type Outcome, success } from './outcome.ts';
import { createBreather } from './pacing.ts';

export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: KubernetesObject }
  | { type: 'ERROR'; object: { code?: number; reason?: string; message?: string } };

/** No object of Kubernetes comes near: etcd refuses them above a few megabytes. */
const MAX_LINE_BYTES = 64 << 20;
const TOO_LARGE = `sends an object of more than ${MAX_LINE_BYTES >> 20} MiB`;

/** What an event asks of the reader: go on, or end with a failure. */
export type Verdict = Outcome<null>;
export const GO_ON: Verdict = success(null);

/**
 * Reads a watch until the server ends it (ok), it breaks, an event is not understood, or `onEvent` says so. Never holds the
 * event loop for much longer than one object takes to parse.
 */
export async function readWatch(
  client: ApiClient,
  body: AsyncIterable<Buffer>,
  onEvent: (event: WatchEvent) => Verdict,
): Promise<Outcome<null>> {
  const lines = createLineSplitter();
  const breather = createBreather();
  try {
    for await (const chunk of body) {
      for (const line of lines.push(chunk)) {
        const verdict = readLine(line, onEvent);
        if (!verdict.ok) return verdict;
        if (breather.due()) await breather.pause();
      }
      if (lines.pending() > MAX_LINE_BYTES)
        return failure('bad-answer', `The API server ${client.server} ${TOO_LARGE}.`);
    }
  } catch (error) {
    return client.failureOf(error);
  }
  if (lines.pending() === 0) return success(null);
  return failure('unreachable', `The API server ${client.server} ended a watch in the middle of an object.`);
}

function readLine(line: string, onEvent: (event: WatchEvent) => Verdict): Verdict {
  const event = parseEvent(line);
  return event.ok ? onEvent(event.value) : event;
}

const TYPES: ReadonlySet<unknown> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);

function parseEvent(line: string): Outcome<WatchEvent> {
  try {
    const event = JSON.parse(line) as WatchEvent;
    if (
      TYPES.has(event?.type) &&
      typeof event.object === 'object' &&
      event.object !== null &&
      (event.type === 'ERROR' || hasMetadata(event.object))
    ) {
      return success(event);
    }
  } catch {
    // Said below, without quoting the line: it may hold anything.
  }
  return failure('bad-answer', 'The API server sent something in a watch that is not an event.');
}

function hasMetadata(object: object): boolean {
  const { metadata } = object as { metadata?: unknown };
  return typeof metadata === 'object' && metadata !== null;
}

/** The failure that an ERROR event's Status stands for. */
export function errorEventFailure(status: { code?: number; reason?: string; message?: string }): Outcome<never> {
  const said = (status.message ?? status.reason ?? 'no reason given').slice(0, 500);
  if (status.code === 410 || status.reason === 'Expired' || status.reason === 'Gone')
    return failure('gone', said, { status: 410 });
  if (status.code === 403) return failure('forbidden', said, { status: 403 });
  return failure(
    'server-error',
    `The API server ended a watch: ${said}.`,
    status.code === undefined ? {} : { status: status.code },
  );
}
