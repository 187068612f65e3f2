import { explain, type From, type Parsed, PathResult, parseAsk, parseFrom, parseTo, type To } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import { pastOf } from '../answers/just-before.ts';
import { podsOnPath } from '../collect/path-targets.ts';
import { atProperty } from '../http/moment.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import { httpProperties, readHttp } from './http-query.ts';
import type { App, Served } from './served.ts';

const END = { minLength: 1, maxLength: 600 };
const PathAsk = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        ...END,
        description:
          'pod:NS/NAME, workload:NS/NAME or NS/NAME, gateway:NS/NAME, node:NAME, apiserver, outside, ip:ADDRESS',
      }),
    ),
    to: Type.Optional(
      Type.String({
        ...END,
        description: 'service:NS/NAME:PORT or NS/NAME:PORT, pod:NS/NAME:PORT, host:HOST:PORT, ip:ADDRESS:PORT',
      }),
    ),
    ask: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1300,
        description: 'instead of from and to: `web/frontend -> payments/api:8080`',
      }),
    ),
    ...httpProperties,
    ...atProperty,
  },
  { additionalProperties: false },
);
type PathAsk = Static<typeof PathAsk>;

export const PathAnswer = answerOf(
  'Whether the request arrives; if not, where it stops, why and whose problem it is.',
  {
    ...PathResult.properties,
  },
);

/** GET /path. */
export function registerPath(app: App, { store, live }: Served): void {
  const schema = {
    summary: 'One path, hop by hop',
    description: 'Walks a request from its caller to its destination. Give from and to, or ask.',
    querystring: PathAsk,
    response: responsesOf(PathAnswer, [400, 404, 503]),
  };
  app.get('/path', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const ends = readEnds(request.query);
    if (!ends.ok) return sendProblem(reply, problemOf('bad-endpoint', ends.reason));
    const query = { ...ends.value, http: readHttp(request.query) };
    const past = pastOf(store, snapshot.report.asOf);
    const { asOf: _asOf, ...result } = explain(snapshot.state, query, { past });
    live?.want(podsOnPath(result));
    return sendValue(request, reply, snapshot, result);
  });
}

function readEnds({ from, to, ask }: PathAsk): Parsed<{ from: From; to: To }> {
  if (ask !== undefined) {
    if (from !== undefined || to !== undefined)
      return { ok: false, reason: 'Give either ask, or from and to, not both.' };
    return parseAsk(ask);
  }
  if (from === undefined || to === undefined) return { ok: false, reason: 'Give from and to, or ask=FROM -> TO:PORT.' };
  const caller = parseFrom(from);
  if (!caller.ok) return caller;
  const target = parseTo(to);
  return target.ok ? { ok: true, value: { from: caller.value, to: target.value } } : target;
}
