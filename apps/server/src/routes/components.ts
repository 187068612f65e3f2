import { CauseGroup, ChainStage, Components, componentFacts } from '@hopscope/core';
import { Type } from 'typebox';
import { AtQuery } from '../http/moment.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const ComponentsAnswer = answerOf('The running parts of the mesh.', {
  chain: Type.Array(ChainStage, { description: 'istiod, istio-cni and ztunnel by node, waypoints, gateways' }),
  causes: Type.Array(CauseGroup, { description: 'the causes that the cells refer to' }),
  ...Components.properties,
});

/** GET /components. */
export function registerComponents(app: App, { store }: Served): void {
  const schema = {
    summary: 'istiod, istio-cni and ztunnel by node, waypoints, gateways',
    description:
      'Each component with its state, why it is not well, and what hangs on it; its pods, release, sync and certificates.',
    querystring: AtQuery,
    response: responsesOf(ComponentsAnswer, [400, 404, 503]),
  };
  app.get('/components', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const { chain, causes } = snapshot.report;
    const keys = new Set(chain.flatMap(({ cells }) => cells.flatMap((cell) => cell.causes)));
    // Not by revision: that a proxy has caught up changes these facts and may change nothing of the report.
    return sendValue(request, reply, snapshot, {
      chain,
      causes: causes.filter(({ key }) => keys.has(key)),
      ...componentFacts(snapshot.state),
    });
  });
}
