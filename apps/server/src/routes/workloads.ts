import { AboutWorkload, aboutWorkload } from '@hopscope/core';
import { Type } from 'typebox';
import { AboutNodes, aboutNodes } from '../answers/node-links.ts';
import { listWorkloads, WorkloadItem } from '../answers/workloads.ts';
import { AtQuery, atProperty } from '../http/moment.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';
import { ObjectParams } from './services.ts';

export const WorkloadsAnswer = answerOf('Workloads, for choosing a caller.', { workloads: Type.Array(WorkloadItem) });

export const WorkloadAnswer = answerOf('One workload.', {
  ...AboutWorkload.properties,
  workload: WorkloadItem,
  ...AboutNodes.properties,
});

const KindQuery = Type.Object(
  {
    kind: Type.Optional(
      Type.String({ maxLength: 100, description: 'where several kinds share the name; else the first' }),
    ),
    ...atProperty,
  },
  { additionalProperties: false },
);

/** GET /workloads and /workloads/{ns}/{name}. */
export function registerWorkloads(app: App, { store }: Served): void {
  const listSchema = {
    summary: 'Workloads',
    description: 'Who may call: Deployments and their like, and pods that belong to nobody.',
    querystring: AtQuery,
    response: responsesOf(WorkloadsAnswer, [400, 404, 503]),
  };
  app.get('/workloads', { schema: listSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    return sendValue(request, reply, snapshot, { workloads: listWorkloads(snapshot.state, snapshot.report) });
  });

  const oneSchema = {
    summary: 'One workload',
    description:
      'Its pods, whether they are in the mesh, what ztunnels believe of them, waypoint and policies, whom it calls, who calls it, and the causes on it.',
    params: ObjectParams,
    querystring: KindQuery,
    response: responsesOf(WorkloadAnswer, [400, 404, 503]),
  };
  app.get('/workloads/:ns/:name', { schema: oneSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const { ns, name } = request.params;
    const { kind } = request.query;
    const { state, report } = snapshot;
    const workload = listWorkloads(state, report).find(
      (one) => one.namespace === ns && one.name === name && (kind === undefined || one.kind === kind),
    );
    const about = workload === undefined ? null : aboutWorkload(state, ns, name, workload.kind);
    if (workload === undefined || about === null) {
      const what = kind === undefined ? 'workload' : kind;
      return sendProblem(
        reply,
        problemOf('unknown-workload', `There is no ${what} ${ns}/${name}. /api/v1/workloads lists them.`),
      );
    }
    return sendValue(request, reply, snapshot, {
      ...about,
      workload,
      ...aboutNodes(report, (node) =>
        node.workloads.some((ref) => ref.namespace === ns && ref.name === name && ref.kind === workload.kind),
      ),
    });
  });
}
