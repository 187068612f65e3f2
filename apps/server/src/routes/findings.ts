import { CauseGroup, Counts, MeshReport, NotEvaluated } from '@hopscope/core';
import { Type } from 'typebox';
import { envelopeOf } from '../http/envelope.ts';
import { AtQuery } from '../http/moment.ts';
import { requireSnapshot, sendBody } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const FindingsAnswer = answerOf('Findings grouped by cause, with what each breaks.', {
  counts: Counts,
  causes: Type.Array(CauseGroup),
  settling: Type.Array(CauseGroup, { description: 'findings that have just begun and do not count yet' }),
  symptoms: Type.Array(CauseGroup, { description: 'findings that a cause explains: no reasons of their own' }),
  notEvaluated: Type.Array(NotEvaluated, { description: 'checks that could not run, and what they miss' }),
  cannotJudge: MeshReport.properties.cannotJudge,
});

/** GET /findings. */
export function registerFindings(app: App, { store, bodies }: Served): void {
  const schema = {
    summary: 'Causes grouped, with blast radius',
    description: 'Each cause once, the worst first, with blame, evidence, remedies and the links it breaks.',
    querystring: AtQuery,
    response: responsesOf(FindingsAnswer, [400, 404, 503]),
  };
  app.get('/findings', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const { counts, causes, settling = [], symptoms, notEvaluated, cannotJudge } = snapshot.report;
    const make = () => ({ ...envelopeOf(snapshot), counts, causes, settling, symptoms, notEvaluated, cannotJudge });
    return sendBody(request, reply, snapshot, bodies.at(snapshot.revision, 'findings', make));
  });
}
