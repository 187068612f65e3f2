/** The newest lines of a container's log. */
import type { Readable } from 'node:stream';
import type { ApiClient } from './client.ts';
import type { Outcome } from './outcome.ts';
import { type PodName, podPath, reachFailure } from './pod-name.ts';

export interface LogRequest {
  container: string;
  /** newest lines */
  tailLines: number;
  /** no line older than this, in seconds */
  sinceSeconds: number;
  /** cut off here, in bytes */
  limitBytes: number;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Opens a log without following it. Needs `get` on `pods/log`. */
export async function openLog(client: ApiClient, pod: PodName, request: LogRequest): Promise<Outcome<Readable>> {
  const { container, tailLines, sinceSeconds, limitBytes, timeoutMs, signal } = request;
  const query = new URLSearchParams({
    container,
    tailLines: `${tailLines}`,
    sinceSeconds: `${sinceSeconds}`,
    limitBytes: `${limitBytes}`,
  });
  const opened = await client.stream(`${podPath(pod)}/log?${query}`, { accept: '*/*', timeoutMs, signal });
  return opened.ok ? opened : reachFailure(opened, pod, 0);
}
