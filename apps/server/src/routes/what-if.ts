import { readChange, WhatIf, whatIf } from '@hopscope/core';
import { Type } from 'typebox';
import { envelopeOf } from '../http/envelope.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

const MOST_BYTES = 256 * 1024;
/** Each object costs an index; people change a few at a time. */
const MOST_OBJECTS = 500;

const WhatIfBody = Type.Object(
  {
    objects: Type.String({ maxLength: MOST_BYTES, description: 'YAML or JSON: objects, documents, lists' }),
    without: Type.Optional(
      Type.Array(
        Type.Object(
          { kind: Type.String(), namespace: Type.String(), name: Type.String() },
          { additionalProperties: false },
        ),
        { maxItems: MOST_OBJECTS, description: "objects as if deleted; namespace '' for those of the cluster" },
      ),
    ),
  },
  { additionalProperties: false },
);

export const WhatIfAnswer = answerOf('What would change: verdicts that flip, findings that come and go.', {
  ...WhatIf.properties,
});

/** POST /what-if. Nothing is stored and nothing reaches the cluster. */
export function registerWhatIf(app: App, { store }: Served): void {
  let isBusy = false;
  const schema = {
    summary: 'What a change would do',
    description:
      'Judges the mesh as if objects were applied or deleted. Nothing is stored and nothing reaches the cluster.',
    body: WhatIfBody,
    response: responsesOf(WhatIfAnswer, [400, 503], false),
  };
  app.post('/what-if', { schema, bodyLimit: MOST_BYTES + 64 * 1024 }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    if (isBusy) {
      reply.header('retry-after', '1');
      return sendProblem(reply, problemOf('busy', 'Another change is being judged; ask again in a second.'));
    }
    const { objects, problems, notes } = readChange([{ path: 'objects', text: request.body.objects }]);
    const isEmpty = request.body.objects.trim() === '';
    if (problems.length > 0 && !isEmpty)
      return sendProblem(reply, problemOf('bad-change', problems.slice(0, 10).join(' ')));
    if (objects.length > MOST_OBJECTS)
      return sendProblem(reply, problemOf('bad-change', `At most ${MOST_OBJECTS} objects at once.`));
    isBusy = true;
    try {
      // Others are answered first: judging a large mesh takes a while.
      await new Promise((done) => setImmediate(done));
      const { answer } = whatIf(snapshot.state, { objects, without: request.body.without ?? [] });
      const { asOf: _asOf, ...value } = answer;
      return reply
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify({ ...envelopeOf(snapshot), ...value, notes: [...notes, ...value.notes] }));
    } finally {
      isBusy = false;
    }
  });
}
