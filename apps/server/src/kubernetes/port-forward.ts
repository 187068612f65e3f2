/** A connection to a port of a pod, from inside the pod, as the API server and the kubelet forward it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { readStart } from './answer-start.ts';
import type { ApiClient } from './client.ts';
import { statusFailure } from './connection-failure.ts';
import type { Credential } from './credentials.ts';
import { failure, type Outcome, success } from './outcome.ts';
import { type PodName, podPath, reachFailure } from './pod-name.ts';
import { createForwardedPort } from './port-forward-duplex.ts';

const PROTOCOL = 'v4.channel.k8s.io';
const NEEDS_BOTH = 'a port-forward needs both `get` and `create` on `pods/portforward`.';
/** The kubelet copies in pieces of 32 KiB. */
const MOST_PAYLOAD = 4 << 20;

export interface ForwardRequest {
  port: number;
  signal: AbortSignal;
}

/**
 * Opens one forwarded connection over a WebSocket of its own; destroying it closes everything. The WebSocket is a GET, for
 * which the API server asks for `get` on `pods/portforward`; servers of 1.35 and later ask for `create` as well.
 */
export async function openPortForward(
  client: ApiClient,
  pod: PodName,
  request: ForwardRequest,
): Promise<Outcome<Duplex>> {
  const first = await connectOnce(client, pod, request);
  if (first.ok || first.reason !== 'unauthorized' || !client.renewCredential()) return first;
  return connectOnce(client, pod, request);
}

async function connectOnce(
  client: ApiClient,
  pod: PodName,
  { port, signal }: ForwardRequest,
): Promise<Outcome<Duplex>> {
  const credential = await client.credential();
  if (!credential.ok) return credential;
  if (signal.aborted) return failure('aborted', 'The request was given up.');
  const address = `${client.server.replace(/^http/, 'ws')}${podPath(pod)}/portforward?ports=${port}`;
  const socket = new WebSocket(address, [PROTOCOL], socketOptions(client, credential.value));
  const opened = await handshake(client, socket, signal);
  if (!opened.ok) return reachFailure(opened, pod, port);
  return success(createForwardedPort(socket, pod, port, signal));
}

function socketOptions(client: ApiClient, { authorization, certificate }: Credential): object {
  const { tls } = client;
  return {
    headers: { 'user-agent': 'hopscope', ...(authorization === null ? {} : { authorization }) },
    perMessageDeflate: false,
    maxPayload: MOST_PAYLOAD,
    ...(tls === null
      ? {}
      : {
          rejectUnauthorized: !tls.insecure,
          ...(tls.ca === null ? {} : { ca: tls.ca }),
          ...(tls.serverName === null ? {} : { servername: tls.serverName }),
          ...(certificate ?? {}),
        }),
  };
}

/** Waits for the connection; a refusal carries the API server's own words. */
function handshake(client: ApiClient, socket: WebSocket, signal: AbortSignal): Promise<Outcome<null>> {
  return new Promise((done) => {
    const giveUp = (): void => socket.terminate();
    const settle = (outcome: Outcome<null>): void => {
      signal.removeEventListener('abort', giveUp);
      if (!outcome.ok) socket.terminate();
      done(outcome);
    };
    signal.addEventListener('abort', giveUp);
    // Stays: an error after the connection is up ends in `close`, which the duplex looks at.
    socket.on('error', (error) =>
      settle(signal.aborted ? failure('aborted', 'The request was given up.') : client.failureOf(error)),
    );
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      void refusal(client, response).then(settle);
    });
    socket.once('open', () => {
      // What comes before somebody reads waits in the kernel.
      socket.pause();
      settle(
        socket.protocol === PROTOCOL ? success(null) : failure('bad-answer', `${client.server} forwards no ports.`),
      );
    });
  });
}

async function refusal(client: ApiClient, response: IncomingMessage): Promise<Outcome<null>> {
  const start = await readStart(response);
  if (!start.ok) return client.failureOf(start.error);
  const refused = statusFailure(response.statusCode ?? 0, start.text, response.headers['retry-after'] ?? null, client);
  // Where `create` alone is missing, the server's own words end before the reason.
  const isBare = refused.reason === 'forbidden' && refused.message.trimEnd().endsWith('forbidden:');
  return isBare ? { ...refused, message: `${refused.message.trimEnd()} ${NEEDS_BOTH}` } : refused;
}
