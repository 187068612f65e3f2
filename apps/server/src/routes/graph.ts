import { encodeGraph, GraphColumns } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import { Gone, goneBefore } from '../answers/gone.ts';
import { filterView, type GraphFilter, wholeView } from '../answers/graph-view.ts';
import { groupByNamespace, NamespaceGraph } from '../answers/namespace-graph.ts';
import { envelopeOf } from '../http/envelope.ts';
import { atProperty } from '../http/moment.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendBody } from '../http/reply.ts';
import type { MeshStore } from '../store/mesh-store.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const GraphAnswer = answerOf('Nodes, links and their states.', {
  level: Type.Enum(['service', 'namespace']),
  graph: Type.Union([GraphColumns, NamespaceGraph], {
    description: 'level=service: columns (decodeGraph of @hopscope/core reads them); level=namespace: plain objects',
  }),
  gone: Type.Optional(Gone),
});

const NAME = '[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?';

const GraphQuery = Type.Object(
  {
    namespaces: Type.Optional(
      Type.String({
        maxLength: 4000,
        pattern: `^${NAME}(,${NAME})*$`,
        description: 'comma-separated: only links with an end in one of them, and all nodes of these namespaces',
      }),
    ),
    level: Type.Optional(
      Type.Enum(['service', 'namespace'], {
        description: 'service (default), or namespaces with their links added up',
      }),
    ),
    focus: Type.Optional(
      Type.String({ minLength: 1, maxLength: 600, description: 'id of a node: only what is near it' }),
    ),
    depth: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 6,
        description: 'how many links away from the focus, either way; default 1',
      }),
    ),
    problems: Type.Optional(
      Type.Enum(['true', 'false'], {
        description: 'true: only links that do not deliver, and nodes that are not well',
      }),
    ),
    gone: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 86_400,
        description:
          'adds what was there so many seconds before and is no more, of the whole mesh, as far as it is kept',
      }),
    ),
    ...atProperty,
  },
  { additionalProperties: false },
);
type GraphQuery = Static<typeof GraphQuery>;

/** GET /graph. The unfiltered answer, and each filter lately asked for, is made once a revision. */
export function registerGraph(app: App, { store, bodies }: Served): void {
  const schema = {
    summary: 'Nodes, links and states',
    description:
      'The graph of the mesh, whole or in part. Parts are combined: namespaces first, then problems, then focus.',
    querystring: GraphQuery,
    response: responsesOf(GraphAnswer, [400, 404, 503]),
  };
  const bodyOf = (snapshot: Snapshot, level: 'service' | 'namespace', filter: GraphFilter, seconds?: number) =>
    bodies.at(snapshot.revision, `graph ${JSON.stringify([level, filter, seconds])}`, () => ({
      ...graphOf(snapshot, level, filter),
      ...(seconds === undefined ? {} : { gone: goneBefore(store.past, snapshot, seconds) }),
    }));
  app.get('/graph', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(store, reply, request.query.at);
    if (snapshot === null) return reply;
    const filter = filterOf(request.query);
    const missing = missingIn(snapshot, filter);
    if (missing !== null) return sendProblem(reply, missing);
    const level = request.query.level ?? 'service';
    return sendBody(request, reply, snapshot, bodyOf(snapshot, level, filter, request.query.gone));
  });
  onFirst(store, (snapshot) => {
    const whole = bodyOf(snapshot, 'service', filterOf({}));
    for (const encoding of ['br', 'gzip'] as const) void whole.bytes(encoding);
  });
}

/** Calls once, when nothing else is to be done, with the first snapshot: whoever comes first then finds a large graph ready. */
function onFirst(store: MeshStore, act: (snapshot: Snapshot) => void): void {
  const plan = () =>
    setImmediate(() => {
      const snapshot = store.current();
      if (snapshot !== null) act(snapshot);
    });
  if (store.current() !== null) {
    plan();
    return;
  }
  const stop = store.subscribe(() => {
    stop();
    plan();
  });
}

function filterOf(query: GraphQuery): GraphFilter {
  return {
    namespaces: query.namespaces === undefined ? [] : [...new Set(query.namespaces.split(','))].sort(),
    focus: query.focus ?? null,
    depth: query.focus === undefined ? 0 : (query.depth ?? 1),
    problems: query.problems === 'true',
  };
}

function missingIn({ report, state }: Snapshot, { namespaces, focus }: GraphFilter) {
  const known = new Set([
    ...state.namespaces.map(({ name }) => name),
    ...report.graph.nodes.map((node) => node.namespace),
  ]);
  const unknown = namespaces.find((namespace) => !known.has(namespace));
  if (unknown !== undefined)
    return problemOf(
      'unknown-namespace',
      `There is no namespace ${unknown}. /api/v1/graph?level=namespace lists those that there are.`,
    );
  if (focus === null || report.graph.nodes.some(({ id }) => id === focus)) return null;
  return problemOf(
    'unknown-node',
    `There is no node ${focus}. Ids look like service:NAMESPACE/NAME; /api/v1/services names them.`,
  );
}

function graphOf(snapshot: Snapshot, level: 'service' | 'namespace', filter: GraphFilter) {
  const isWhole = filter.namespaces.length === 0 && filter.focus === null && !filter.problems;
  const view = isWhole ? wholeView(snapshot.report) : filterView(snapshot.report, filter);
  return { ...envelopeOf(snapshot), level, graph: level === 'service' ? encodeGraph(view) : groupByNamespace(view) };
}
