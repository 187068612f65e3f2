import type { MeshReading, ReportEvents } from '../report-source.ts';
import { addressOf, isUnchanged } from './api.ts';
import type { Delta } from './delta.ts';
import { followDelta, readMesh } from './read-mesh.ts';

const POLL_MILLISECONDS = 5000;
const REOPEN_MILLISECONDS = 5000;
/** The server's comments that keep the line open are not seen here; `fresh` is, and it comes every few seconds. */
const SILENCE_MILLISECONDS = 45_000;

/**
 * Follows the server's stream; where it does not open, asks every few seconds whether anything changed. `first` is the
 * reading that somebody else has begun already, null where nobody has.
 */
export function followStream(events: ReportEvents, first: () => Promise<MeshReading> | null): () => void {
  const abort = new AbortController();
  const reader = createReader(events, abort.signal, first);
  let stream: EventSource | null = null;
  let lastHeard = Date.now();
  let reopen: ReturnType<typeof setTimeout> | undefined;

  const heard = (event: MessageEvent<string>): unknown => {
    lastHeard = Date.now();
    events.onLine('live');
    return JSON.parse(event.data);
  };
  const open = () => {
    stream?.close();
    stream = new EventSource(addressOf('/stream'));
    stream.addEventListener('hello', (event) => reader.meet(heard(event) as Place));
    stream.addEventListener('reset', (event) => reader.meet(heard(event) as Place));
    stream.addEventListener('change', (event) => reader.follow(heard(event) as Delta));
    stream.addEventListener('fresh', (event) => {
      heard(event);
      events.onSeen();
    });
    stream.addEventListener('error', () => {
      events.onLine('lost');
      // A browser reopens by itself after a break, but not after a refusal.
      if (stream?.readyState === EventSource.CLOSED) reopen = setTimeout(open, REOPEN_MILLISECONDS);
    });
  };
  const watch = setInterval(() => {
    if (stream?.readyState === EventSource.OPEN && Date.now() - lastHeard < SILENCE_MILLISECONDS) return;
    reader.poll();
  }, POLL_MILLISECONDS);
  open();
  return () => {
    abort.abort();
    stream?.close();
    clearInterval(watch);
    clearTimeout(reopen);
  };
}

interface Place {
  readonly revision: number | null;
}

/** Takes one step after the other: a change must not overtake the reading that it builds on. */
function createReader(events: ReportEvents, signal: AbortSignal, first: () => Promise<MeshReading> | null) {
  let held: MeshReading | null = null;
  let etag = '';
  let line: Promise<void> = Promise.resolve();
  const take = (reading: MeshReading) => {
    held = reading;
    events.onReading(reading);
    events.onSeen();
  };
  const step = (act: () => Promise<void>) => {
    line = line.then(act).catch(() => {
      if (!signal.aborted) events.onLine('lost');
    });
  };
  return {
    meet: ({ revision }: Place) =>
      step(async () => {
        if (revision === null) return;
        // A first reading that failed is told by whoever began it.
        held ??= (await first()?.catch(() => null)) ?? null;
        if (held?.revision === revision) events.onSeen();
        else take(await readMesh(signal));
      }),
    follow: (delta: Delta) =>
      step(async () => {
        held ??= (await first()?.catch(() => null)) ?? null;
        if (held && delta.revision <= held.revision) return;
        const isNext = held?.revision === delta.from;
        take(held && isNext ? await followDelta(held, delta, signal, events.onReading) : await readMesh(signal));
      }),
    poll: () =>
      step(async () => {
        const answer = await isUnchanged('/mesh', etag, signal);
        etag = answer.etag;
        if (answer.same && held) events.onSeen();
        else take(await readMesh(signal));
        events.onLine('live');
      }),
  };
}
