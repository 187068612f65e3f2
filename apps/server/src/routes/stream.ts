import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problemOf, sendProblem } from '../http/problem.ts';
import type { Frame, StreamHub } from '../store/stream-hub.ts';
import { responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

/** So many readers at once; more are told to come back. */
const MAX_READERS = 200;
/** A reader that lets so much wait is dropped; it comes back with Last-Event-ID. */
const MAX_WAITING_BYTES = 8 << 20;
const RETRY_AFTER_SECONDS = '5';

const StreamQuery = Type.Object(
  {
    since: Type.Optional(
      Type.Integer({ minimum: 0, description: 'the revision that is known; the header Last-Event-ID wins over it' }),
    ),
  },
  { additionalProperties: false },
);

/** GET /stream. Each reader is a connection that lasts; the hub is closed with the server. */
export function registerStream(app: App, hub: StreamHub, { live }: Pick<Served, 'live'>): void {
  const open = new Set<FastifyReply>();
  app.addHook('preClose', async () => {
    hub.stop();
    for (const reply of open) reply.sse.close();
  });
  const schema = {
    summary: 'What changes, as it changes',
    description:
      'Server-sent events. `hello` comes first: the revision that the stream begins at. `change`: a delta keyed by id, whose ' +
      'event id is the revision it leads to (see the schema Delta); at most one a second. `fresh`: nothing that the report ' +
      'tells has changed, but the mesh was looked at again; the new envelope. `reset`: what was missed is no longer known, ' +
      'fetch everything again. A comment every 15 seconds keeps proxies from closing it.',
    querystring: StreamQuery,
    response: responsesOf(
      { description: 'events', content: { 'text/event-stream': { schema: Type.String() } } },
      [400, 503],
      false,
    ),
  };
  /** The plugin would refuse as well, but not with a problem. */
  const preValidation = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (acceptsEvents(request.headers.accept)) return;
    await sendProblem(reply, problemOf('not-acceptable', 'This address answers with text/event-stream only.'));
  };
  const options = {
    preValidation,
    schema,
    sse: { kind: 'only' as const, serializer: (data: unknown) => data as string },
  };
  app.get('/stream', options, async (request, reply) => {
    if (open.size >= MAX_READERS) {
      // Nothing was streamed yet, so this is an ordinary answer.
      reply.header('retry-after', RETRY_AFTER_SECONDS);
      const detail = `There are ${MAX_READERS} readers already. Ask again later, or ask /api/v1/mesh with If-None-Match every few seconds.`;
      return sendProblem(reply, problemOf('too-many-streams', detail));
    }
    open.add(reply);
    reply.sse.keepAlive();
    const remove = hub.add(
      { send: (frame) => sendFrame(reply, frame) },
      readPlace(reply.sse.lastEventId) ?? request.query.since ?? null,
    );
    const leave = live?.attention.follow();
    reply.sse.onClose(() => {
      leave?.();
      remove();
      open.delete(reply);
    });
    return reply;
  });
}

function sendFrame(reply: FastifyReply, frame: Frame): void {
  if (!reply.sse.isConnected) return;
  if (reply.raw.writableLength > MAX_WAITING_BYTES) {
    reply.raw.destroy();
    return;
  }
  reply.sse.send(frame).catch((error: unknown) => reply.log.info({ err: error }, 'a reader of the stream went away'));
}

/** The revision of a Last-Event-ID; an id that is none of ours leads to a reset. */
function readPlace(id: string | null): number | null {
  if (id === null) return null;
  return /^\d{1,15}$/.test(id) ? Number(id) : 0;
}

function acceptsEvents(accept: string | undefined): boolean {
  return accept === undefined || /(?:text\/event-stream|text\/\*|\*\/\*)(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(accept);
}
