/** One GET to a port of a pod through the API server's pod proxy. */
import { Readable } from 'node:stream';
import { readStart } from './answer-start.ts';
import type { ApiClient, StreamedAnswer } from './client.ts';
import { statusFailure, wasClosed } from './connection-failure.ts';
import { type Outcome, success } from './outcome.ts';
import { notReached, type PodName, podPath, reachFailure } from './pod-name.ts';

export interface PodRequest {
  port: number;
  /** with its leading slash */
  path: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Asks; an answer of the pod is passed on whatever its status. What the API server says instead of the pod is a failure:
 * it is told by the Status object, or by the sentence old servers write. Needs `get` on `pods/proxy`.
 */
export async function askThroughProxy(
  client: ApiClient,
  pod: PodName,
  { port, path, timeoutMs, signal }: PodRequest,
): Promise<Outcome<StreamedAnswer>> {
  const opened = await client.open(`${podPath(pod, port)}/proxy${path}`, { accept: '*/*', timeoutMs, signal });
  // The API server ends our connection where the pod ends its own before the answer's head was passed on.
  if (!opened.ok) return wasClosed(opened) ? notReached(pod, port, 'reset by peer') : opened;
  if (opened.value.status < 400) return opened;
  const { status, headers, body } = opened.value;
  // Words of a component that refuses are few; an API server's are one object.
  const start = await readStart(body);
  if (!start.ok) return client.failureOf(start.error);
  if (!isOfApiServer(start.text)) return success({ status, headers, body: Readable.from([start.bytes]) });
  return reachFailure(statusFailure(status, start.text, headers['retry-after'] ?? null, client), pod, port);
}

/** True for a Status object of the API, and for what the pod proxy of servers before 1.7 says in plain text. */
function isOfApiServer(text: string): boolean {
  if (/^error trying to reach service/i.test(text)) return true;
  if (!text.startsWith('{')) return false;
  try {
    const { kind, status } = JSON.parse(text) as { kind?: unknown; status?: unknown };
    return kind === 'Status' && status === 'Failure';
  } catch {
    // Some other text in braces.
    return false;
  }
}
