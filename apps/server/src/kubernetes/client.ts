/** Requests to one API server. */

import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { ClusterAccess } from './cluster-access.ts';
import { connectionFailure, type ServerName, statusFailure } from './connection-failure.ts';
import { type Connections, createConnections } from './connections.ts';
import type { Credential } from './credentials.ts';
import { type Failure, failure, type Outcome, success } from './outcome.ts';

export interface RequestOptions {
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
  accept?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** How long the answer's headers, and each pause in its body, may take; default 30 s. */
  timeoutMs?: number;
  /** Told the size of the answer, in characters. */
  onSize?: (characters: number) => void;
}

/** An answer of any status. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** An answer of any status as it comes in; `body` must be read or destroyed. */
export interface StreamedAnswer {
  status: number;
  headers: Record<string, string>;
  body: Readable;
}

export interface ApiClient {
  readonly context: string;
  /** Base URL without a closing slash. */
  readonly server: string;
  /** GET (or POST with a body) and parse; anything but 2xx is a failure. */
  json<T>(path: string, options?: RequestOptions): Promise<Outcome<T>>;
  /** GET whatever is there, of any status: pod proxies, readiness, logs. Fails only without an answer. */
  text(path: string, options?: RequestOptions): Promise<Outcome<Answer>>;
  /** Opens a streamed answer on a connection of its own; `timeoutMs` is how long it may be silent. */
  stream(path: string, options?: RequestOptions): Promise<Outcome<Readable>>;
  /** As `stream`, with whatever status it has: pod proxies. Fails only without an answer. */
  open(path: string, options?: RequestOptions): Promise<Outcome<StreamedAnswer>>;
  /** The failure that an error of a stream stands for. */
  failureOf(error: unknown): Failure;
  /** What a connection of another kind (port-forward) needs. Secret. */
  credential(): Promise<Outcome<Credential>>;
  /** Forgets a credential that the server refused; false where there is no other. */
  renewCredential(): boolean;
  /** TLS options of `node:tls` for such a connection; null for plain HTTP. Secret. */
  readonly tls: ClusterAccess['tls'] | null;
  close(): Promise<void>;
}

export interface ClientOptions {
  /** Requests at once, besides streams. */
  connections?: number;
  /** How long a TCP and TLS connection may take to come up. */
  connectTimeoutMs?: number;
  /** Ask for gzip; by default when the server is neither our own cluster's nor on this machine. */
  gzip?: boolean;
  allowH2?: boolean;
  /** Told of each request that is sent, by its path. */
  onRequest?: (path: string) => void;
}

const TIMEOUT_MS = 30_000;

type Sent = Dispatcher.ResponseData;
type Send = (path: string, request: RequestOptions, streaming: boolean) => Promise<Outcome<Sent>>;

/** Makes a client; nothing is connected yet. All its failures are values with one sentence each. */
export function createClient(access: ClusterAccess, options: ClientOptions = {}): ApiClient {
  const url = new URL(access.server);
  const base = url.pathname.replace(/\/+$/, '');
  const name = { context: access.context, server: `${url.origin}${base}` };
  const connections = createConnections(access, options);
  const { onRequest = () => {} } = options;
  const send = createSend(access, connections, name, { base, gzip: options.gzip ?? isFar(access, url), onRequest });
  const read = (sent: Sent): Promise<Outcome<string>> =>
    bodyText(sent).then(success, (error: unknown) => connectionFailure(error, name));
  const refuse = async (sent: Sent): Promise<Failure> => {
    const body = await read(sent);
    if (!body.ok) return body;
    return statusFailure(sent.statusCode, body.value, headerText(sent.headers['retry-after']), name);
  };
  return {
    ...name,
    tls: url.protocol === 'https:' ? access.tls : null,
    failureOf: (error) => connectionFailure(error, name),
    credential: () => access.credentials.current(),
    renewCredential: () => access.credentials.renew(),
    async json<T>(path: string, request: RequestOptions = {}): Promise<Outcome<T>> {
      const sent = await send(path, request, false);
      if (!sent.ok) return sent;
      if (!isSuccess(sent.value.statusCode)) return refuse(sent.value);
      const body = await read(sent.value);
      if (!body.ok) return body;
      request.onSize?.(body.value.length);
      return parseAnswer<T>(body.value, name.server);
    },
    async text(path, request = {}) {
      const sent = await send(path, request, false);
      if (!sent.ok) return sent;
      const body = await read(sent.value);
      if (!body.ok) return body;
      return success({ status: sent.value.statusCode, headers: flatHeaders(sent.value.headers), text: body.value });
    },
    async stream(path, request = {}) {
      const sent = await send(path, request, true);
      if (!sent.ok) return sent;
      return isSuccess(sent.value.statusCode) ? success(sent.value.body) : refuse(sent.value);
    },
    async open(path, request = {}) {
      const sent = await send(path, request, true);
      if (!sent.ok) return sent;
      const { statusCode: status, headers, body } = sent.value;
      return success({ status, headers: flatHeaders(headers), body });
    },
    close: () => connections.close(),
  };
}

/** Sends a request; a refused credential that can be renewed is renewed once. */
function createSend(
  access: ClusterAccess,
  connections: Connections,
  name: ServerName,
  { base, gzip, onRequest }: { base: string; gzip: boolean; onRequest: (path: string) => void },
): Send {
  const sendOnce: Send = async (path, request, streaming) => {
    const credential = await access.credentials.current();
    if (!credential.ok) return credential;
    const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
    onRequest(path);
    try {
      const sent = await connections.pool(credential.value.certificate, streaming).request({
        path: `${base}${path}`,
        method: request.method ?? 'GET',
        headers: headersOf(request, credential.value, gzip && !streaming),
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: request.signal ?? null,
        headersTimeout: Math.min(timeoutMs, TIMEOUT_MS),
        bodyTimeout: timeoutMs,
      });
      return success(sent);
    } catch (error) {
      return connectionFailure(error, name);
    }
  };
  return async (path, request, streaming) => {
    const first = await sendOnce(path, request, streaming);
    if (!first.ok || first.value.statusCode !== 401 || !access.credentials.renew()) return first;
    await first.value.body.dump();
    return sendOnce(path, request, streaming);
  };
}

/** True where compressing saves more time than it costs. */
function isFar(access: ClusterAccess, url: URL): boolean {
  return !(access.inCluster || /^(localhost|127\.|\[::1\])/.test(url.hostname));
}

function headersOf(request: RequestOptions, credential: Credential, gzip: boolean): Record<string, string> {
  return {
    accept: request.accept ?? 'application/json',
    'user-agent': 'hopscope',
    ...(gzip ? { 'accept-encoding': 'gzip' } : {}),
    ...(credential.authorization === null ? {} : { authorization: credential.authorization }),
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...request.headers,
  };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parseAnswer<T>(text: string, server: string): Outcome<T> {
  try {
    return success(JSON.parse(text) as T);
  } catch {
    return failure(
      'bad-answer',
      `What answers at ${server} does not speak the Kubernetes API: its answer is not JSON. Is this the address of an API server?`,
    );
  }
}

async function bodyText(sent: Dispatcher.ResponseData): Promise<string> {
  if (sent.headers['content-encoding'] !== 'gzip') return sent.body.text();
  const chunks: Buffer[] = [];
  const plain = createGunzip();
  sent.body.on('error', (error) => plain.destroy(error));
  for await (const chunk of sent.body.pipe(plain)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function headerText(value: string | string[] | undefined): string | null {
  return value === undefined ? null : Array.isArray(value) ? (value[0] ?? null) : value;
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, headerText(value) ?? '']));
}
