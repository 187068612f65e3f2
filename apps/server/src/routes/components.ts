import { CauseGroup, ChainStage } from '@hopscope/core';
import { Type } from 'typebox';
import { envelopeOf } from '../http/envelope.ts';
import { AtQuery } from '../http/moment.ts';
import { requireSnapshot, sendBody } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const ComponentsAnswer = answerOf('The running parts of the mesh.', {
  chain: Type.Array(ChainStage, { description: 'istiod, istio-cni and ztunnel by node, waypoints, gateways' }),
  causes: Type.Array(CauseGroup, { description: 'the causes that the cells refer to' }),
});

/** GET /components. */
export function registerComponents(app: App, { store, bodies }: Served): void {
  const schema = {
    summary: 'istiod, istio-cni and ztunnel by node, waypoints, gateways',
    description: 'Each component with its state, why it is not well, and what hangs on it.',
    querystring: AtQuery,
    response: responsesOf(ComponentsAnswer, [400, 404, 503]),
  };
  app.get('/components', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const { chain, causes } = snapshot.report;
    const make = () => {
      const keys = new Set(chain.flatMap(({ cells }) => cells.flatMap((cell) => cell.causes)));
      return { ...envelopeOf(snapshot), chain, causes: causes.filter(({ key }) => keys.has(key)) };
    };
    return sendBody(request, reply, snapshot, bodies.at(snapshot.revision, 'components', make));
  });
}
