import { AboutService, aboutService, MeshState } from '@hopscope/core';
import { Type } from 'typebox';
import { AboutNodes, aboutNodes } from '../answers/node-links.ts';
import { listServices, ServiceItem } from '../answers/services.ts';
import { AtQuery } from '../http/moment.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const ServicesAnswer = answerOf('Services and outside hosts, for choosing a destination.', {
  services: Type.Array(ServiceItem),
});

/** What Istio wrote into the status of the Service. */
const { conditions: ServiceConditions } = MeshState.properties.services.items.properties;

export const ServiceAnswer = answerOf('One Service.', {
  ...AboutService.properties,
  service: Type.Object({
    ...AboutService.properties.service.properties,
    labels: Type.Record(Type.String(), Type.String()),
    conditions: ServiceConditions,
  }),
  ...AboutNodes.properties,
});

/** Parameters of an object's address. */
export const ObjectParams = Type.Object({
  ns: Type.String({ minLength: 1, maxLength: 253, description: 'namespace' }),
  name: Type.String({ minLength: 1, maxLength: 253 }),
});

/** GET /services and /services/{ns}/{name}. */
export function registerServices(app: App, { store }: Served): void {
  const listSchema = {
    summary: 'Services and outside hosts',
    description: 'What a request may be for, each port with the text that asks for it.',
    querystring: AtQuery,
    response: responsesOf(ServicesAnswer, [400, 404, 503]),
  };
  app.get('/services', { schema: listSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    return sendValue(request, reply, snapshot, { services: listServices(snapshot.state, snapshot.report) });
  });

  const oneSchema = {
    summary: 'One Service',
    description: 'Its ports, endpoints, waypoint, policies, callers and causes, and what ztunnels believe of it.',
    params: ObjectParams,
    querystring: AtQuery,
    response: responsesOf(ServiceAnswer, [400, 404, 503]),
  };
  app.get('/services/:ns/:name', { schema: oneSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const { ns, name } = request.params;
    const { state, report } = snapshot;
    const service = state.services.find((one) => one.namespace === ns && one.name === name);
    const about = aboutService(state, ns, name);
    if (service === undefined || about === null)
      return sendProblem(reply, problemOf('unknown-service', `There is no Service ${ns}/${name}.${gapHint(state)}`));
    const { labels, conditions } = service;
    return sendValue(request, reply, snapshot, {
      ...about,
      service: { ...about.service, labels, conditions },
      ...aboutNodes(report, ({ ref }) => ref.kind === 'Service' && ref.namespace === ns && ref.name === name),
    });
  });
}

/** Where Services could not be read, their absence proves nothing. */
function gapHint({ sources }: MeshState): string {
  const gap = sources.find(({ source, state }) => source === 'Service' && state !== 'ok' && state !== 'stale');
  return gap === undefined
    ? ' /api/v1/services lists them.'
    : ` But Services could not be read: ${gap.message || gap.state}`;
}
