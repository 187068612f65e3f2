import { type Parsed, parseFrom, parseTo, Reach, whatItReaches, whoCanReach } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import { atProperty } from '../http/moment.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { answerOf, responsesOf } from './describe.ts';
import { httpProperties, readHttp } from './http-query.ts';
import type { App, Served } from './served.ts';

const END = { minLength: 1, maxLength: 600 };

const ReachQuery = Type.Object(
  {
    to: Type.Optional(Type.String({ ...END, description: 'who can reach this? Spelled as the `to` of /path' })),
    from: Type.Optional(Type.String({ ...END, description: 'what does this reach? Spelled as the `from` of /path' })),
    ...httpProperties,
    ...atProperty,
  },
  { additionalProperties: false },
);

export const ReachAnswer = answerOf('Callers or targets that come out the same, for the same reason, together.', {
  ...Reach.properties,
});

/** GET /reach. */
export function registerReach(app: App, { store }: Served): void {
  const schema = {
    summary: 'Who can reach a target, or what a caller reaches',
    description:
      'Give to or from. Every end is judged as /path judges it; groups name the policy and rule that decide.',
    querystring: ReachQuery,
    response: responsesOf(ReachAnswer, [400, 404, 503]),
  };
  app.get('/reach', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const reach = ask(snapshot, request.query);
    if (!reach.ok) return sendProblem(reply, problemOf('bad-endpoint', reach.reason));
    if (reach.value.refusal !== '') return sendProblem(reply, problemOf('unknown-end', reach.value.refusal));
    const { asOf: _asOf, ...value } = reach.value;
    return sendValue(request, reply, snapshot, value);
  });
}

function ask({ state }: Snapshot, query: Static<typeof ReachQuery>): Parsed<Reach> {
  const { to, from } = query;
  const http = readHttp(query);
  if (to !== undefined && from === undefined) {
    const parsed = parseTo(to);
    return parsed.ok ? { ok: true, value: whoCanReach(state, parsed.value, http) } : parsed;
  }
  if (from === undefined || to !== undefined) return { ok: false, reason: 'Give either to or from.' };
  const parsed = parseFrom(from);
  return parsed.ok ? { ok: true, value: whatItReaches(state, parsed.value, http) } : parsed;
}
