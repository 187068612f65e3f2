import { Type } from 'typebox';
import { requireSnapshot } from '../http/reply.ts';
import { responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

const Standing = Type.Object({ status: Type.Literal('ok') });

/** GET /healthz (the process answers) and /readyz (the mesh has been read). */
export function registerHealth(app: App, { store }: Pick<Served, 'store'>): void {
  const healthSchema = {
    summary: 'The process answers',
    description: 'For a liveness probe.',
    response: responsesOf(Standing, [], false),
  };
  app.get('/healthz', { schema: healthSchema }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );

  const readySchema = {
    summary: 'The mesh has been read',
    description: 'For a readiness probe.',
    response: responsesOf(Standing, [503], false),
  };
  app.get('/readyz', { schema: readySchema }, async (_request, reply) => {
    if (requireSnapshot(store, reply) === null) return reply;
    return reply.header('cache-control', 'no-store').send({ status: 'ok' });
  });
}
