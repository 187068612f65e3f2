import {
  listPolicies,
  POLICY_KINDS,
  PolicyEffect,
  PolicyList,
  policyEffect,
  WaypointTraffic,
  waypointTraffic,
} from '@hopscope/core';
import { Type } from 'typebox';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';
import { ObjectParams } from './services.ts';

export const PolicyAnswer = answerOf('Where a policy is enforced, for what, and where it is not.', {
  ...PolicyEffect.properties,
});
export const PoliciesAnswer = answerOf('The policies that reach into one namespace.', { ...PolicyList.properties });
export const WaypointAnswer = answerOf('What a waypoint carries and enforces.', { ...WaypointTraffic.properties });

const PolicyParams = Type.Object({
  kind: Type.String({ maxLength: 100, description: POLICY_KINDS.join(', ') }),
  ...ObjectParams.properties,
});

const PoliciesQuery = Type.Object(
  {
    namespace: Type.Optional(
      Type.String({ minLength: 1, maxLength: 253, description: 'left out: the one with the most policies' }),
    ),
  },
  { additionalProperties: false },
);

/** GET /policies, /policies/{kind}/{ns}/{name} and /waypoints/{ns}/{name}. */
export function registerPolicies(app: App, { store }: Served): void {
  const listSchema = {
    summary: 'Policies of one namespace',
    description:
      'AuthorizationPolicies, PeerAuthentications, RequestAuthentications and NetworkPolicies of a namespace, and those of ' +
      'the root namespace that reach into it: where each is enforced. Those without effect come first.',
    querystring: PoliciesQuery,
    response: responsesOf(PoliciesAnswer, [400, 503]),
  };
  app.get('/policies', { schema: listSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    return sendValue(request, reply, snapshot, listPolicies(snapshot.state, request.query.namespace ?? ''));
  });

  const policySchema = {
    summary: 'One policy: where it is enforced',
    description: 'Which objects it really affects, by whom it is enforced, and which parts of it nobody enforces.',
    params: PolicyParams,
    response: responsesOf(PolicyAnswer, [404, 503]),
  };
  app.get('/policies/:kind/:ns/:name', { schema: policySchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    const { kind, ns, name } = request.params;
    const effect = policyEffect(snapshot.state, { kind, namespace: ns, name });
    if (!effect.ok) return sendProblem(reply, problemOf('unknown-policy', effect.reason));
    const { asOf: _asOf, ...value } = effect.value;
    return sendValue(request, reply, snapshot, value);
  });

  const waypointSchema = {
    summary: 'One waypoint: what it carries',
    description: 'What is bound to it, which calls pass it and which pass it by, and what it enforces.',
    params: ObjectParams,
    response: responsesOf(WaypointAnswer, [404, 503]),
  };
  app.get('/waypoints/:ns/:name', { schema: waypointSchema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply);
    if (snapshot === null) return reply;
    const { ns, name } = request.params;
    const traffic = waypointTraffic(snapshot.state, ns, name);
    if (!traffic.ok) return sendProblem(reply, problemOf('unknown-waypoint', traffic.reason));
    const { asOf: _asOf, ...value } = traffic.value;
    return sendValue(request, reply, snapshot, value);
  });
}
