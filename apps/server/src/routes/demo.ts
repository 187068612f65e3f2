import { Type } from 'typebox';
import { envelopeOf } from '../http/envelope.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot } from '../http/reply.ts';
import type { DemoControl } from '../sources/demo.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

export const DemoAnswer = answerOf('The story of the demo and where it stands.', {
  chapters: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      sentence: Type.String({ description: 'what happens in it' }),
      seconds: Type.Number({ description: 'how long it plays' }),
    }),
  ),
  current: Type.String({ description: 'id of the chapter being shown' }),
  pinned: Type.Boolean({ description: 'the chapter stays until it is let go' }),
  paused: Type.Boolean({ description: 'the story stands still' }),
  secondsLeft: Type.Union([Type.Number(), Type.Null()], { description: 'of this chapter; null while it stands still' }),
});

const DemoChange = Type.Object(
  {
    chapter: Type.Optional(
      Type.Union([Type.String({ maxLength: 100 }), Type.Null()], {
        description: 'id of a chapter to stay in; null lets it go',
      }),
    ),
    paused: Type.Optional(Type.Boolean({ description: 'stop or go on' })),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** GET and POST /demo: the switch on the page. */
export function registerDemo(app: App, { store, demo }: Served): void {
  const tell = (snapshot: Snapshot, control: DemoControl) => ({ ...envelopeOf(snapshot), ...control.standing() });
  const notDemo = problemOf('not-demo', 'A real mesh is being served. `hopscope demo` serves the demo.');

  const readSchema = {
    summary: 'Where the story of the demo stands',
    description: 'Only while the demo is served.',
    response: responsesOf(DemoAnswer, [404, 503], false),
  };
  app.get('/demo', { schema: readSchema }, async (_request, reply) => {
    if (demo === null) return sendProblem(reply, notDemo);
    const snapshot = requireSnapshot(store, reply);
    return snapshot === null ? reply : reply.header('cache-control', 'no-store').send(tell(snapshot, demo));
  });

  const writeSchema = {
    summary: 'Pin or pause the story of the demo',
    description: 'The answer tells where the story stands then; the mesh has changed already.',
    body: DemoChange,
    response: responsesOf(DemoAnswer, [400, 404, 503], false),
  };
  app.post('/demo', { schema: writeSchema, bodyLimit: 1024 }, async (request, reply) => {
    if (demo === null) return sendProblem(reply, notDemo);
    const { chapter, paused } = request.body;
    if (chapter !== undefined && chapter !== null && !demo.has(chapter)) {
      const known = demo.standing().chapters.map(({ id }) => id);
      return sendProblem(
        reply,
        problemOf('unknown-chapter', `There is no chapter "${chapter}"; there are ${known.join(', ')}.`),
      );
    }
    if (chapter !== undefined) demo.pin(chapter);
    if (paused !== undefined) demo.setPaused(paused);
    const snapshot = requireSnapshot(store, reply);
    return snapshot === null ? reply : reply.header('cache-control', 'no-store').send(tell(snapshot, demo));
  });
}
