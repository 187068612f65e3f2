import { type Static, Type } from 'typebox';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { LoggedChange } from '../store/change-log.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const ChangesAnswer = answerOf('What happened to the mesh while this server watched, the newest first.', {
  changes: Type.Array(LoggedChange),
  more: Type.Integer({ description: 'further changes that match and were left out' }),
  moments: Type.Array(Type.Object({ at: Type.String(), revision: Type.Integer() }), {
    description: 'moments of which the whole mesh is kept, the oldest first: what `at` of other questions may name',
  }),
});

const time = (description: string) =>
  Type.Optional(
    Type.String({ maxLength: 40, pattern: '^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)$', description }),
  );

const ChangesQuery = Type.Object(
  {
    since: time('RFC 3339: not what happened before'),
    until: time('RFC 3339: not what happened after'),
    namespace: Type.Optional(
      Type.String({ maxLength: 253, description: 'what concerns this namespace, or the whole mesh' }),
    ),
    kind: Type.Optional(Type.Enum(['object', 'component', 'link', 'cause'], { description: 'only such changes' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'default 200' })),
  },
  { additionalProperties: false },
);
type ChangesQuery = Static<typeof ChangesQuery>;

/** GET /changes. */
export function registerChanges(app: App, { store }: Served): void {
  const schema = {
    summary: 'What changed, and when',
    description:
      'Objects that somebody changed, components and links whose state flipped, reasons that came and went, since the server started, as far as they are kept.',
    querystring: ChangesQuery,
    response: responsesOf(ChangesAnswer, [400, 503]),
  };
  app.get('/changes', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    const found = store.changes().filter((change) => isWanted(request.query, change));
    const changes = found.slice(0, request.query.limit ?? 200);
    const value = { changes, more: found.length - changes.length, moments: store.past.moments() };
    return sendValue(request, reply, snapshot, value);
  });
}

function isWanted({ since, until, namespace, kind }: ChangesQuery, change: LoggedChange): boolean {
  const at = Date.parse(change.at);
  if (since !== undefined && at < Date.parse(since)) return false;
  if (until !== undefined && at > Date.parse(until)) return false;
  if (kind !== undefined && change.kind !== kind) return false;
  return namespace === undefined || change.namespaces.length === 0 || change.namespaces.includes(namespace);
}
