/** Which pod is meant, in addresses and in sentences. */
import { type Failure, failure } from './outcome.ts';

export interface PodName {
  namespace: string;
  name: string;
}

/** The path of a pod in the API, with a port for its proxy. */
export function podPath({ namespace, name }: PodName, port?: number): string {
  const at = port === undefined ? '' : `:${port}`;
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}${at}`;
}

const NOT_REACHED = /error trying to reach service|error dialing backend|dial tcp|connection refused|no route to host/i;

/**
 * A failure of the API server that is one of reaching the pod or its node: `unreachable` with the status the server gave it.
 * An API server that cannot be reached itself has no status.
 */
export function reachFailure(failed: Failure, pod: PodName, port: number): Failure {
  if (failed.status === undefined || failed.status < 500 || !NOT_REACHED.test(failed.message)) return failed;
  return notReached(pod, port, failed.message, failed.status);
}

/** Nobody answers at a port of a pod; `said` is what the API server or the kubelet says of it. */
export function notReached({ namespace, name }: PodName, port: number, said: string, status = 503): Failure {
  const where = port === 0 ? `the node of ${namespace}/${name}` : `port ${port} of ${namespace}/${name}`;
  return failure('unreachable', `Cannot reach ${where}: ${reasonOf(said)}.`, { status });
}

const REASONS: readonly [RegExp, string][] = [
  [/connection refused|ECONNREFUSED/i, 'connection refused'],
  [/no route to host/i, 'no route to the host'],
  [/i\/o timeout|timed? ?out|deadline exceeded/i, 'it does not answer'],
  [/reset by peer|broken pipe|\bEOF\b/i, 'the connection was cut'],
  [/malformed HTTP|first record does not look like/i, 'what answers there does not speak HTTP'],
  [/network namespace|not found in CRI|sandbox|not running/i, 'the pod does not run'],
];

/** Only what is known is repeated: the text may hold addresses and paths of a node. */
function reasonOf(said: string): string {
  return REASONS.find(([pattern]) => pattern.test(said))?.[1] ?? 'the connection failed';
}
