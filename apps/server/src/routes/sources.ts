import { reportTiers, SourceStatus, TierReport } from '@hopscope/core';
import { Type } from 'typebox';
import { ageSeconds } from '../http/envelope.ts';
import { AtQuery } from '../http/moment.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const SourcesAnswer = answerOf(
  'What was read, how old it is, what is missing and which permission would give it.',
  {
    mode: Type.Enum(['demo', 'live', 'bundle']),
    label: Type.String(),
    statuses: Type.Array(
      Type.Object({
        ...SourceStatus.properties,
        ageSeconds: Type.Union([Type.Integer(), Type.Null()], { description: 'at asOf; null where it was never read' }),
      }),
    ),
    tiers: Type.Array(TierReport, {
      description: 'what is read beside Kubernetes objects, how fresh it is, what it costs, and what would turn it on',
    }),
    ignored: Type.Array(Type.Object({ path: Type.String(), why: Type.String() }), {
      description: 'files of a bundle that were not understood',
    }),
  },
);

/** GET /sources. */
export function registerSources(app: App, { store, mode, label, ignored, live }: Served): void {
  const schema = {
    summary: 'What was read and what is missing',
    description: 'Each Kubernetes kind and each reading, with its state, age and the permission that is missing.',
    querystring: AtQuery,
    response: responsesOf(SourcesAnswer, [400, 404, 503]),
  };
  app.get('/sources', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const { asOf, sources } = snapshot.report;
    const statuses = sources.map((status) => ({
      ...status,
      ageSeconds: status.at === null ? null : ageSeconds(status.at, asOf),
    }));
    const tiers =
      (request.query.at === undefined ? live?.tiers(sources) : undefined) ?? reportTiers(sources, Date.parse(asOf));
    return sendValue(request, reply, snapshot, { mode, label, statuses, tiers, ignored });
  });
}
