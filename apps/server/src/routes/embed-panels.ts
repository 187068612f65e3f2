import { GraphColumns, MeshReport, PathResult } from '@hopscope/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { admitToPanel, readableBy, type Scope } from '../embed/admission.ts';
import type { EmbedAccess } from '../embed/embed-access.ts';
import { PanelName } from '../embed/embed-token.ts';
import { changesPart, meshPart, pathPart } from '../embed/panel-data.ts';
import { envelopeOf } from '../http/envelope.ts';
import { atProperty } from '../http/moment.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendBody, sendValue } from '../http/reply.ts';
import { LoggedChange } from '../store/change-log.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

const { graph: _graph, links: _links, nodes: _nodes, ...told } = MeshReport.properties;

export const PanelAnswer = answerOf('What a panel shows.', {
  mesh: Type.Optional(
    Type.Object({
      report: Type.Object(told),
      graph: GraphColumns,
      crossing: Type.Object(
        { links: Type.Integer(), failing: Type.Integer() },
        { description: 'calls to and from namespaces that this panel may not show' },
      ),
      subjects: Type.Array(Type.String(), { description: 'ids of what the panel is about' }),
    }),
  ),
  path: Type.Optional(PathResult),
  changes: Type.Optional(Type.Array(LoggedChange)),
});

const time = Type.Optional(
  Type.String({
    maxLength: 40,
    pattern: '^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)$',
    description: 'RFC 3339',
  }),
);

const PanelQuery = Type.Object(
  {
    namespaces: Type.Optional(Type.String({ maxLength: 4000, description: 'comma-separated; only these' })),
    focus: Type.Optional(Type.String({ maxLength: 600, description: 'NAMESPACE/NAME, or id of a node or link' })),
    depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 6 })),
    ask: Type.Optional(Type.String({ maxLength: 1300, description: '`web/frontend -> payments/api:8080`' })),
    since: time,
    until: time,
    ...atProperty,
  },
  { additionalProperties: false },
);
type PanelQuery = Static<typeof PanelQuery>;

const MOST_CHANGES = 200;

/** GET /embed/panels/:panel: by a token, or by whoever reaches this server itself. What is the same for many is made once a revision. */
export function registerEmbedPanels(app: App, served: Served): void {
  const { embed, store } = served;
  if (embed === null) return;
  const params = Type.Object({ panel: PanelName });
  const schema = {
    summary: 'What a panel shows',
    description:
      'With `Authorization: Bearer TOKEN` as far as the token goes, else for pages of this server alone. Foreign pages of the list and sandboxed panels may read it by a token.',
    params,
    querystring: PanelQuery,
    response: responsesOf(PanelAnswer, [400, 401, 403, 404, 503]),
  };
  allowReading(app, '/embed/panels/:panel', 'GET', embed);
  app.get(
    '/embed/panels/:panel',
    { schema, onRequest: shareWith(embed), onSend: keepPrivate },
    async (request, reply) => {
      const admitted = await admitToPanel(request, request.params.panel, embed);
      if (!admitted.ok) return sendProblem(reply, problemOf(admitted.code, admitted.reason));
      const { scope } = admitted;
      const refusal = beyondScope(request.query, scope);
      if (refusal !== '') return sendProblem(reply, problemOf('embed-refused', refusal));
      const snapshot = requireSnapshot(store, reply, request.query.at);
      if (snapshot === null) return reply;
      if (request.params.panel === 'changes') return sendChanges(served, request, reply, snapshot, scope);
      return sendPart(served, request, reply, snapshot, scope);
    },
  );
}

type PanelRequest = FastifyRequest<{ Params: { panel: PanelName }; Querystring: PanelQuery }>;

async function sendPart(
  { bodies }: Served,
  request: PanelRequest,
  reply: FastifyReply,
  snapshot: Snapshot,
  { namespaces: locked }: Scope,
): Promise<FastifyReply> {
  const { panel } = request.params;
  const { ask = '', focus = '', depth = 1, namespaces = '' } = request.query;
  const wish = { namespaces: namespaces.split(',').filter((name) => name !== ''), focus, depth, ask };
  // Twenty panels of one page ask for the same: it is made once, and a wish that fails is a body too.
  const key = `embed ${JSON.stringify([panel, locked, wish])}`;
  const failed = new FailedWish();
  try {
    const body = bodies.at(snapshot.revision, key, () => {
      const part =
        panel === 'path' ? pathPart(snapshot, ask, locked) : meshPart(snapshot, panel as 'map', wish, locked);
      if (!part.ok) throw failed.because(part.reason);
      return { ...envelopeOf(snapshot), [panel === 'path' ? 'path' : 'mesh']: part.value };
    });
    return await sendBody(request, reply, snapshot, body);
  } catch (error) {
    if (error !== failed) throw error;
    return sendProblem(reply, problemOf('unknown-subject', failed.message));
  }
}

/** A wish that cannot be met leaves no body behind. */
class FailedWish extends Error {
  because(reason: string): this {
    this.message = reason;
    return this;
  }
}

function sendChanges(
  { store }: Served,
  request: PanelRequest,
  reply: FastifyReply,
  snapshot: Snapshot,
  { namespaces: locked }: Scope,
): FastifyReply {
  const { since, until, namespaces = '' } = request.query;
  const wanted = namespaces.split(',').filter((name) => name !== '');
  const changes = changesPart(store.changes(), snapshot, locked).filter(({ at, namespaces: own }) => {
    if (since !== undefined && Date.parse(at) < Date.parse(since)) return false;
    if (until !== undefined && Date.parse(at) > Date.parse(until)) return false;
    return wanted.length === 0 || own.length === 0 || own.some((name) => wanted.includes(name));
  });
  return sendValue(request, reply, snapshot, { changes: changes.slice(0, MOST_CHANGES) });
}

/** What the query asks beyond the token; '' = nothing. */
function beyondScope({ namespaces = '', at, since, until }: PanelQuery, scope: Scope): string {
  const wanted = namespaces.split(',').filter((name) => name !== '');
  const foreign = scope.namespaces === null ? undefined : wanted.find((name) => !scope.namespaces!.includes(name));
  if (foreign !== undefined) return `The token of this panel does not hold for namespace ${foreign}.`;
  const isOtherTime = [at, since, until].some((value) => value !== undefined);
  return isOtherTime && !scope.mayChooseTime ? 'The token of this panel does not let the time be chosen.' : '';
}

/** Lets those read an answer whose browser would hide it: without a token that is but a refusal. */
export function shareWith(embed: EmbedAccess) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const origin = readableBy(request, embed);
    if (origin === null) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'etag, hopscope-as-of, hopscope-revision',
      'cross-origin-resource-policy': 'cross-origin',
    });
  };
}

/** Answers a browser that asks first, before it sends a token. */
export function allowReading(app: App, path: string, method: 'GET' | 'POST', embed: EmbedAccess): void {
  app.options(path, { schema: { hide: true }, onRequest: shareWith(embed) }, async (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': method,
        'access-control-allow-headers': 'authorization, content-type, if-none-match',
        'access-control-max-age': '600',
        vary: 'origin',
      })
      .send(),
  );
}

async function keepPrivate(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({ 'cache-control': 'private, no-store', vary: 'accept-encoding, authorization, origin' });
}
