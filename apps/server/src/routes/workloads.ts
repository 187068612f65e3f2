import { Drift, driftOfWorkload, Enrolment, enrolmentOf, type MeshState } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import { AboutNodes, aboutNodes } from '../answers/node-links.ts';
import { listWorkloads, meshOfPod, podsByWorkload, WorkloadItem } from '../answers/workloads.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';
import { ObjectParams } from './services.ts';

export const WorkloadsAnswer = answerOf('Workloads, for choosing a caller.', { workloads: Type.Array(WorkloadItem) });

const PodItem = Type.Object({
  name: Type.String(),
  node: Type.String(),
  ips: Type.Array(Type.String()),
  phase: Type.String(),
  ready: Type.Boolean(),
  mesh: Type.Enum(['ambient', 'sidecar', 'none']),
  serviceAccount: Type.String(),
  startedAt: Type.Union([Type.String(), Type.Null()]),
  containers: Type.Array(
    Type.Object({
      name: Type.String(),
      image: Type.String(),
      ready: Type.Boolean(),
      restarts: Type.Integer(),
      waiting: Type.String({ description: 'reason it waits for, as Kubernetes names it' }),
    }),
  ),
  from: Type.String({ description: 'the `from` of /path for this pod' }),
});
type PodItem = Static<typeof PodItem>;

export const WorkloadAnswer = answerOf('One workload.', {
  workload: WorkloadItem,
  pods: Type.Array(PodItem),
  enrolment: Type.Union([Enrolment, Type.Null()], {
    description: 'whether its pods are in the mesh, by everybody who has a say; null: it has no pods',
  }),
  drift: Type.Union([Drift, Type.Null()], {
    description: 'what ztunnels believe of its pods and is not so; null: it has no pods',
  }),
  ...AboutNodes.properties,
});

const KindQuery = Type.Object(
  {
    kind: Type.Optional(
      Type.String({ maxLength: 100, description: 'where several kinds share the name; else the first' }),
    ),
  },
  { additionalProperties: false },
);

/** GET /workloads and /workloads/{ns}/{name}. */
export function registerWorkloads(app: App, { store }: Served): void {
  const listSchema = {
    summary: 'Workloads',
    description: 'Who may call: Deployments and their like, and pods that belong to nobody.',
    response: responsesOf(WorkloadsAnswer, [503]),
  };
  app.get('/workloads', { schema: listSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    return sendValue(request, reply, snapshot, { workloads: listWorkloads(snapshot.state, snapshot.report) });
  });

  const oneSchema = {
    summary: 'One workload',
    description:
      'Its pods, whether they are in the mesh, what ztunnels believe of them, whom it calls, who calls it, and the causes on it.',
    params: ObjectParams,
    querystring: KindQuery,
    response: responsesOf(WorkloadAnswer, [404, 503]),
  };
  app.get('/workloads/:ns/:name', { schema: oneSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    const { ns, name } = request.params;
    const { kind } = request.query;
    const { state, report } = snapshot;
    const workload = listWorkloads(state, report).find(
      (one) => one.namespace === ns && one.name === name && (kind === undefined || one.kind === kind),
    );
    if (workload === undefined) {
      const what = kind === undefined ? 'workload' : kind;
      return sendProblem(
        reply,
        problemOf('unknown-workload', `There is no ${what} ${ns}/${name}. /api/v1/workloads lists them.`),
      );
    }
    return sendValue(request, reply, snapshot, {
      workload,
      pods: podsOf(state, workload),
      enrolment: enrolmentOf(state, workload),
      drift: driftOfWorkload(state, workload),
      ...aboutNodes(report, (node) =>
        node.workloads.some((ref) => ref.namespace === ns && ref.name === name && ref.kind === workload.kind),
      ),
    });
  });
}

function podsOf(state: MeshState, { namespace, name, kind }: WorkloadItem): PodItem[] {
  const pods = podsByWorkload(state).get(`${namespace}/${name} ${kind}`) ?? [];
  return pods.map((pod) => ({
    name: pod.name,
    node: pod.node,
    ips: pod.ips,
    phase: pod.phase,
    ready: pod.ready,
    mesh: meshOfPod(pod),
    serviceAccount: pod.serviceAccount || 'default',
    startedAt: pod.startedAt,
    containers: pod.containers.map((container) => ({
      name: container.name,
      image: container.image,
      ready: container.ready,
      restarts: container.restarts,
      waiting: container.waiting,
    })),
    from: `pod:${namespace}/${pod.name}`,
  }));
}
