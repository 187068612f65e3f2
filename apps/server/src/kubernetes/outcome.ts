/** Expected failures of talking to a cluster, as values. */

/** The permission that would make a request succeed, in RBAC's own words. */
export interface Permission {
  verb: string;
  resource: string;
  /** Empty for the core group. */
  group: string;
  /** null = cluster-wide */
  namespace: string | null;
}

export type FailureReason =
  /** The kubeconfig does not say what is needed, or says it wrongly. */
  | 'config'
  /** The credentials could not be obtained (exec plugin, unreadable file). */
  | 'credentials'
  | 'dns'
  | 'unreachable'
  | 'tls'
  | 'timeout'
  /** 401 */
  | 'unauthorized'
  /** 403 */
  | 'forbidden'
  /** 404: the server does not serve this path */
  | 'not-found'
  /** 410, or an expired resource version */
  | 'gone'
  /** 429 */
  | 'busy'
  /** Any other 4xx: the server does not accept the request as asked. */
  | 'refused'
  /** 5xx */
  | 'server-error'
  /** The answer is not what the API promises. */
  | 'bad-answer'
  /** The answer is larger than what we take. */
  | 'too-large'
  /** The caller's signal. */
  | 'aborted';

/** One expected failure. `message` is one plain sentence without secrets, fit for a person. */
export interface Failure {
  ok: false;
  reason: FailureReason;
  message: string;
  /** HTTP status, where there was one. */
  status?: number;
  /** What the server asked to wait, in milliseconds (Retry-After). */
  retryAfterMs?: number;
}

export interface Success<T> {
  ok: true;
  value: T;
}

export type Outcome<T> = Success<T> | Failure;

/** Wraps a value that was obtained. */
export function success<T>(value: T): Success<T> {
  return { ok: true, value };
}

/** Makes a failure of a reason and a sentence. */
export function failure(
  reason: FailureReason,
  message: string,
  more: { status?: number; retryAfterMs?: number } = {},
): Failure {
  return { ok: false, reason, message, ...more };
}
