import { ChainStage, Counts, Headline } from '@hopscope/core';
import { Type } from 'typebox';
import { envelopeOf } from '../http/envelope.ts';
import { AtQuery } from '../http/moment.ts';
import { requireSnapshot, sendBody } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const MeshAnswer = answerOf('The mesh in one sentence, its counts and its dependency chain.', {
  mode: Type.Enum(['demo', 'live', 'bundle']),
  label: Type.String({ description: 'what is served: a context, a file, the demo' }),
  version: Type.String({ description: 'of Hopscope' }),
  cluster: Type.String(),
  headline: Headline,
  counts: Counts,
  chain: Type.Array(ChainStage),
});

/** GET /mesh. */
export function registerMesh(app: App, { store, bodies, mode, label, version }: Served): void {
  const schema = {
    summary: 'Summary and dependency chain',
    description:
      'Where the mesh stands as a whole: the headline, how many links deliver, and each stage from istiod to the gateways.',
    querystring: AtQuery,
    response: responsesOf(MeshAnswer, [400, 404, 503]),
  };
  app.get('/mesh', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const { cluster, headline, counts, chain } = snapshot.report;
    const make = () => ({ ...envelopeOf(snapshot), mode, label, version, cluster, headline, counts, chain });
    return sendBody(request, reply, snapshot, bodies.at(snapshot.revision, 'mesh', make));
  });
}
