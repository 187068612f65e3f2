/** The pages: files of the built web application, and index.html for every address that only the page knows. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { problemOf, sendProblem } from './problem.ts';

/** Names with a hash in them never change their contents. */
const HASHED = /[\\/]assets[\\/].*-[\w-]{8,}\.\w+$/;

/** Serves the pages of a folder; null or a folder without index.html means that there are none. */
export async function registerWeb(app: FastifyInstance, root: string | null): Promise<void> {
  const page = root !== null && existsSync(join(root, 'index.html')) ? readFileSync(join(root, 'index.html')) : null;
  if (root !== null && page !== null) {
    await app.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders(reply, path) {
        reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !isApi(path) && !/\.\w+$/.test(path);
    if (page !== null && isPage)
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
    const hint = isApi(path)
      ? 'The addresses of the API are listed in /api/v1/openapi.json.'
      : page === null
        ? 'The pages are not part of this build; the API is at /api/v1.'
        : 'The page starts at /.';
    return sendProblem(reply, problemOf('not-found', `There is nothing at ${path.slice(0, 200)}. ${hint}`));
  });
}

function isApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}
