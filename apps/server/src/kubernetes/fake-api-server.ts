/** A small API server for tests: speaks lists, watches, watch-lists and discovery over plain HTTP, and misbehaves on demand. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubernetesObject } from './kinds.ts';

export interface Ask {
  method: string;
  path: string;
  query: URLSearchParams;
  watch: boolean;
  body: string;
  headers: IncomingMessage['headers'];
}

/** Answers a request itself; true when it did. */
export type Interceptor = (ask: Ask, response: ServerResponse) => boolean;

export interface FakeApiServer {
  url: string;
  /** Every request so far. */
  asks: Ask[];
  /** The open watches. */
  watches: { path: string; response: ServerResponse }[];
  intercept: Interceptor | null;
  /** Paths of lists (`/api/v1/pods`) to their objects. */
  objects: Map<string, Map<string, KubernetesObject>>;
  /** Changes an object and tells the watches. */
  put(path: string, name: string, more?: object, namespace?: string): KubernetesObject;
  remove(path: string, name: string): void;
  /** Sends an event to the watches of a path. */
  send(path: string, event: unknown): void;
  /** Ends the watches of a path as a cut cable would, or properly. */
  cut(path: string, properly?: boolean): void;
  close(): Promise<void>;
}

/** Answers with a Status object, as the API server does for everything that is not a success. */
export function refuse(response: ServerResponse, code: number, reason: string, message: string): true {
  response
    .writeHead(code, { 'content-type': 'application/json' })
    .end(JSON.stringify({ kind: 'Status', status: 'Failure', code, reason, message }));
  return true;
}

/** Starts the server on a free port of 127.0.0.1. `resources` are what /apis tells: `group/version/resource`. */
export async function startFakeApiServer(resources: readonly string[]): Promise<FakeApiServer> {
  let version = 100;
  const fake: FakeApiServer = {
    url: '',
    asks: [],
    watches: [],
    intercept: null,
    objects: new Map(),
    put(path, name, more = {}, namespace = 'default') {
      const list = fake.objects.get(path) ?? new Map<string, KubernetesObject>();
      fake.objects.set(path, list);
      const type = list.has(name) ? 'MODIFIED' : 'ADDED';
      version += 1;
      const object = { metadata: { name, namespace, uid: `uid-${name}`, resourceVersion: String(version) }, ...more };
      list.set(name, object);
      fake.send(path, { type, object });
      return object;
    },
    remove(path, name) {
      const object = fake.objects.get(path)?.get(name);
      fake.objects.get(path)?.delete(name);
      version += 1;
      if (object !== undefined)
        fake.send(path, {
          type: 'DELETED',
          object: { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } },
        });
    },
    send(path, event) {
      for (const watch of fake.watches)
        if (watch.path === path) watch.response.write(typeof event === 'string' ? event : `${JSON.stringify(event)}\n`);
    },
    cut(path, properly = false) {
      for (const { path: at, response } of [...fake.watches]) {
        if (at !== path) continue;
        if (properly) response.end();
        else response.destroy();
      }
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const ask = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        watch: url.searchParams.get('watch') === 'true',
        body,
        headers: request.headers,
      };
      fake.asks.push(ask);
      if (fake.intercept?.(ask, response) !== true) answer(fake, resources, ask, response, () => String(version));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

function answer(
  fake: FakeApiServer,
  resources: readonly string[],
  ask: Ask,
  response: ServerResponse,
  version: () => string,
): void {
  if (ask.watch) startWatch(fake, ask, response, objectsOf(fake, ask), version());
  else
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answerTo(fake, resources, ask, version())));
}

function answerTo(fake: FakeApiServer, resources: readonly string[], ask: Ask, version: string): unknown {
  if (ask.path === '/version') return { gitVersion: 'v1.36.1' };
  if (ask.path === '/api' || ask.path === '/apis') return discoveryAnswer(resources, ask.path);
  if (ask.path.endsWith('selfsubjectrulesreviews')) return { status: { resourceRules: [] } };
  if (ask.path.endsWith('selfsubjectaccessreviews')) return { status: { allowed: true } };
  const objects = objectsOf(fake, ask);
  const limit = Number(ask.query.get('limit') ?? objects.length);
  const from = Number(ask.query.get('continue') ?? 0);
  const more = from + limit < objects.length ? { continue: String(from + limit) } : {};
  return { metadata: { resourceVersion: version, ...more }, items: objects.slice(from, from + limit) };
}

function objectsOf(fake: FakeApiServer, ask: Ask): KubernetesObject[] {
  const name = ask.query.get('fieldSelector')?.replace('metadata.name=', '');
  const objects = [...(fake.objects.get(ask.path)?.values() ?? [])];
  return objects.filter((object) => name === undefined || object.metadata.name === name);
}

function startWatch(
  fake: FakeApiServer,
  ask: Ask,
  response: ServerResponse,
  objects: readonly KubernetesObject[],
  version: string,
): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  if (ask.query.get('sendInitialEvents') === 'true') {
    for (const object of objects) response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
    const metadata = { resourceVersion: version, annotations: { 'k8s.io/initial-events-end': 'true' } };
    response.write(`${JSON.stringify({ type: 'BOOKMARK', object: { metadata } })}\n`);
  } else {
    const since = Number(ask.query.get('resourceVersion') ?? 0);
    for (const object of objects)
      if (Number(object.metadata.resourceVersion) > since)
        response.write(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);
  }
  const watch = { path: ask.path, response };
  fake.watches.push(watch);
  response.on('close', () => fake.watches.splice(fake.watches.indexOf(watch), 1));
}

function discoveryAnswer(resources: readonly string[], path: string): unknown {
  const groups = new Map<string, { version: string; resources: { resource: string }[] }[]>();
  for (const line of resources) {
    const [group = '', version = '', resource = ''] = line.split('/');
    if ((group === '') !== (path === '/api')) continue;
    const versions = groups.get(group) ?? [];
    groups.set(group, versions);
    const known = versions.find((entry) => entry.version === version);
    if (known === undefined) versions.push({ version, resources: [{ resource }] });
    else known.resources.push({ resource });
  }
  const items = [...groups].map(([name, versions]) => ({ metadata: { name }, versions }));
  return { kind: 'APIGroupDiscoveryList', items };
}
