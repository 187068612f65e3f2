import { Drift, driftOfService, MeshState } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import { AboutNodes, aboutNodes } from '../answers/node-links.ts';
import { listServices, ServiceItem } from '../answers/services.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const ServicesAnswer = answerOf('Services and outside hosts, for choosing a destination.', {
  services: Type.Array(ServiceItem),
});

const Endpoint = Type.Object({
  address: Type.String(),
  ports: Type.Array(Type.Object({ name: Type.String(), port: Type.Union([Type.Integer(), Type.Null()]) })),
  ready: Type.Boolean(),
  serving: Type.Boolean(),
  terminating: Type.Boolean(),
  pod: Type.String({ description: "'' for an address written by hand" }),
  node: Type.String(),
});
type Endpoint = Static<typeof Endpoint>;

const texts = Type.Array(Type.String());

/** What Istio wrote into the status of the Service. */
const { conditions: ServiceConditions } = MeshState.properties.services.items.properties;

export const ServiceAnswer = answerOf('One Service.', {
  service: Type.Object({
    namespace: Type.String(),
    name: Type.String(),
    type: Type.String(),
    clusterIPs: texts,
    headless: Type.Boolean(),
    labels: Type.Record(Type.String(), Type.String()),
    selector: Type.Union([Type.Record(Type.String(), Type.String()), Type.Null()]),
    ports: ServiceItem.properties.ports,
    conditions: ServiceConditions,
  }),
  endpoints: Type.Array(Endpoint),
  drift: Type.Union([Drift, Type.Null()], {
    description: 'what ztunnels believe of its waypoint and its endpoints, and is not so',
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
    response: responsesOf(ServicesAnswer, [503]),
  };
  app.get('/services', { schema: listSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    return sendValue(request, reply, snapshot, { services: listServices(snapshot.state, snapshot.report) });
  });

  const oneSchema = {
    summary: 'One Service',
    description: 'Its ports, endpoints, callers and causes, and what ztunnels believe of it.',
    params: ObjectParams,
    response: responsesOf(ServiceAnswer, [404, 503]),
  };
  app.get('/services/:ns/:name', { schema: oneSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    const { ns, name } = request.params;
    const { state, report } = snapshot;
    const service = state.services.find((one) => one.namespace === ns && one.name === name);
    if (service === undefined)
      return sendProblem(reply, problemOf('unknown-service', `There is no Service ${ns}/${name}.${gapHint(state)}`));
    const { type, clusterIPs, headless, labels, selector, conditions } = service;
    const { ports } = listServices({ ...state, services: [service], serviceEntries: [] }, report)[0]!;
    return sendValue(request, reply, snapshot, {
      service: { namespace: ns, name, type, clusterIPs, headless, labels, selector, ports, conditions },
      endpoints: endpointsOf(state, ns, name),
      drift: driftOfService(state, { namespace: ns, name }),
      ...aboutNodes(report, ({ ref }) => ref.kind === 'Service' && ref.namespace === ns && ref.name === name),
    });
  });
}

function endpointsOf(state: MeshState, namespace: string, name: string): Endpoint[] {
  const slices = state.endpointSlices.filter((slice) => slice.namespace === namespace && slice.service === name);
  return slices.flatMap(({ ports, endpoints }) =>
    endpoints.flatMap(({ addresses, ready, serving, terminating, pod, node }) =>
      addresses.map((address) => ({
        address,
        ports: ports.map(({ name: portName, port }) => ({ name: portName, port })),
        ready,
        serving,
        terminating,
        pod,
        node,
      })),
    ),
  );
}

/** Where Services could not be read, their absence proves nothing. */
function gapHint({ sources }: MeshState): string {
  const gap = sources.find(({ source, state }) => source === 'Service' && state !== 'ok' && state !== 'stale');
  return gap === undefined
    ? ' /api/v1/services lists them.'
    : ` But Services could not be read: ${gap.message || gap.state}`;
}
