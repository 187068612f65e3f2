import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { Delta } from '../store/delta.ts';

const DESCRIPTION =
  'Where traffic stops in an Istio ambient mesh, why, and whose problem it is. Every answer carries asOf, revision and a ' +
  'summary of its sources; errors are problem details (RFC 9457) with a stable code. Answers with an ETag may be polled with ' +
  'If-None-Match.';

/** Collects the routes that are registered after it into a description. */
export async function registerDescription(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Hopscope', version, description: DESCRIPTION },
      components: { schemas: { Delta: Delta as object } },
    },
  });
}

/** GET /openapi.json. */
export function registerOpenapi(app: FastifyInstance): void {
  let text: string | null = null;
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(text);
  });
}
