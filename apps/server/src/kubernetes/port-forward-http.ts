/** One GET over a forwarded connection. */
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { AnswerCut } from './answer-cut.ts';
import type { ApiClient, StreamedAnswer } from './client.ts';
import { failure, type Outcome, success } from './outcome.ts';
import { notReached, type PodName } from './pod-name.ts';
import type { PodRequest } from './pod-proxy.ts';
import { openPortForward } from './port-forward.ts';

/**
 * Asks a pod as if from within it (127.0.0.1), which is what ztunnel's and Envoy's admin ports and istiod's debug pages want.
 * The connection is for this one request and ends with the body.
 */
export async function askThroughForward(
  client: ApiClient,
  pod: PodName,
  { port, path, signal = new AbortController().signal }: PodRequest,
): Promise<Outcome<StreamedAnswer>> {
  const connection = await openPortForward(client, pod, { port, signal });
  return connection.ok ? get(connection.value, pod, port, path) : connection;
}

function get(connection: Duplex, pod: PodName, port: number, path: string): Promise<Outcome<StreamedAnswer>> {
  return new Promise((done) => {
    const asked = request({
      createConnection: () => connection,
      host: 'localhost',
      port,
      path,
      headers: { accept: '*/*', 'user-agent': 'hopscope', connection: 'close' },
    });
    asked.once('response', (answer) => {
      answer.once('close', () => connection.destroy());
      done(success({ status: answer.statusCode ?? 0, headers: textHeaders(answer), body: answer }));
    });
    asked.on('error', (error) => {
      connection.destroy();
      // Later ones reach the body too, and come too late here.
      done(
        error instanceof AnswerCut
          ? failure(error.reason, error.message, { status: 503 })
          : notReached(pod, port, wordsOf(error)),
      );
    });
    asked.end();
  });
}

/** Node's parser tells garbage by a code; its message would quote it. */
function wordsOf(error: NodeJS.ErrnoException): string {
  if (error.code?.startsWith('HPE_')) return 'malformed HTTP';
  return error.code === 'ECONNRESET' ? 'reset by peer' : '';
}

function textHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}
