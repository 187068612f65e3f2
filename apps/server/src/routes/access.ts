import { AccessMatrix } from '@hopscope/core';
import { Type } from 'typebox';
import { createAccessAnswers } from '../answers/access.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const AccessMatrixAnswer = answerOf('Callers against the Service ports of one namespace.', {
  ...AccessMatrix.properties,
});

const AccessQuery = Type.Object(
  {
    namespace: Type.String({ minLength: 1, maxLength: 253, description: 'whose Services are called' }),
    service: Type.Optional(Type.String({ maxLength: 253, description: 'only Services whose name holds this' })),
  },
  { additionalProperties: false },
);

/** GET /access. */
export function registerAccess(app: App, { store }: Served): void {
  const answers = createAccessAnswers();
  const schema = {
    summary: 'Who may call whom, in one namespace',
    description:
      'Every caller of the mesh but kubelets against every TCP port of its Services. Callers that come out the same ' +
      'everywhere, for the same reasons, are one row; each cell names the answer that decides it.',
    querystring: AccessQuery,
    response: responsesOf(AccessMatrixAnswer, [400, 503]),
  };
  app.get('/access', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    const { namespace, service = '' } = request.query;
    const answer = answers.of(snapshot.state, { namespace, text: service });
    if (answer === null) {
      reply.header('retry-after', '1');
      return sendProblem(reply, problemOf('busy', 'Other namespaces are being judged; ask again in a second.'));
    }
    return sendValue(request, reply, snapshot, await answer);
  });
}
