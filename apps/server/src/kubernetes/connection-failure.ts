/** Turns what sockets, TLS and the API server say into one plain sentence. */
import { type Failure, type FailureReason, failure } from './outcome.ts';

/** Which server a sentence is about. */
export interface ServerName {
  context: string;
  /** Base URL */
  server: string;
}

interface Cause {
  reason: FailureReason;
  what: string;
  advice: string;
}

const RUNNING = 'Is the cluster running, and does the kubeconfig point to it?';
const NETWORK = 'Is this machine in the right network (VPN, firewall)?';
const AUTHORITY = "Does the kubeconfig hold this cluster's certificate authority?";

const CAUSES: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { reason: 'unreachable', what: 'connection refused', advice: RUNNING },
  ECONNRESET: { reason: 'unreachable', what: 'the connection was reset', advice: RUNNING },
  EPIPE: { reason: 'unreachable', what: 'the connection was closed', advice: RUNNING },
  UND_ERR_SOCKET: { reason: 'unreachable', what: 'the connection was closed', advice: RUNNING },
  EHOSTUNREACH: { reason: 'unreachable', what: 'no route to the host', advice: NETWORK },
  ENETUNREACH: { reason: 'unreachable', what: 'the network is unreachable', advice: NETWORK },
  ENOTFOUND: {
    reason: 'dns',
    what: 'its name does not resolve',
    advice: 'Check the name in the kubeconfig and the DNS of this machine.',
  },
  EAI_AGAIN: { reason: 'dns', what: 'DNS does not answer', advice: 'Check the DNS of this machine.' },
  ETIMEDOUT: { reason: 'timeout', what: 'no answer to the connection attempt', advice: NETWORK },
  UND_ERR_CONNECT_TIMEOUT: { reason: 'timeout', what: 'no answer to the connection attempt', advice: NETWORK },
  UND_ERR_HEADERS_TIMEOUT: {
    reason: 'timeout',
    what: 'it took the request but did not answer in time',
    advice: 'Is it overloaded?',
  },
  UND_ERR_BODY_TIMEOUT: {
    reason: 'timeout',
    what: 'it stopped in the middle of an answer',
    advice: 'Is it overloaded?',
  },
  CERT_HAS_EXPIRED: { reason: 'tls', what: 'its certificate has expired', advice: 'Renew it on the server.' },
  CERT_NOT_YET_VALID: {
    reason: 'tls',
    what: 'its certificate is not valid yet',
    advice: 'Is the clock of this machine right?',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    reason: 'tls',
    what: 'its certificate is signed by itself and not trusted',
    advice: AUTHORITY,
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    reason: 'tls',
    what: 'its certificate is signed by an authority that is not trusted',
    advice: AUTHORITY,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    reason: 'tls',
    what: 'its certificate is signed by an authority that is not trusted',
    advice: AUTHORITY,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    reason: 'tls',
    what: 'its certificate is signed by an authority that is not trusted',
    advice: AUTHORITY,
  },
  CERT_SIGNATURE_FAILURE: {
    reason: 'tls',
    what: "its certificate's signature does not fit the trusted authority",
    advice: AUTHORITY,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    reason: 'tls',
    what: 'its certificate is for other names',
    advice: 'Use a name of the certificate in the kubeconfig, or set tls-server-name.',
  },
};

/** The failure of a request that got no answer; `error` is what undici or Node threw. */
export function connectionFailure(error: unknown, name: ServerName): Failure {
  const { code, message } = innermost(error);
  if (code === 'ABORT_ERR' || code === 'UND_ERR_ABORTED') return failure('aborted', 'The request was given up.');
  const cause = CAUSES[code] ?? protocolCause(code, message);
  return failure(
    cause.reason,
    `Cannot reach the API server ${name.server} of context "${name.context}": ${cause.what}. ${cause.advice}`,
  );
}

/** True where a connection came up and was ended before an answer. */
export function wasClosed({ reason, message }: Failure): boolean {
  return reason === 'unreachable' && /: the connection was (?:closed|reset)\./.test(message);
}

function protocolCause(code: string, message: string): Cause {
  if (/wrong version number|packet length too long|http request/i.test(message)) {
    return {
      reason: 'tls',
      what: 'it does not speak TLS',
      advice: 'Is the address in the kubeconfig that of an API server (https), and its port right?',
    };
  }
  if (/alert (bad certificate|certificate required|unknown ca|handshake failure|access denied)/i.test(message)) {
    return {
      reason: 'tls',
      what: 'it refused our client certificate',
      advice: 'Is the client certificate of the kubeconfig still valid for this cluster?',
    };
  }
  if (code === 'HTTPParserError' || code.startsWith('HPE_'))
    return { reason: 'bad-answer', what: 'what answers there does not speak HTTP', advice: RUNNING };
  if (/^(ERR_SSL|ERR_TLS|EPROTO|ERR_OSSL)/.test(code))
    return { reason: 'tls', what: `TLS failed (${code})`, advice: AUTHORITY };
  return {
    reason: 'unreachable',
    what: code === '' || code === 'Error' ? 'the connection failed' : `the connection failed (${code})`,
    advice: RUNNING,
  };
}

/** The error at the bottom: undici wraps errors, and Node wraps the attempts of several addresses. */
export function innermost(error: unknown): { code: string; message: string } {
  let at = error as { code?: unknown; name?: unknown; message?: unknown; cause?: unknown; errors?: unknown[] };
  for (let depth = 0; depth < 5; depth++) {
    const next = Array.isArray(at.errors) && at.errors.length > 0 ? at.errors[0] : at.cause;
    if (typeof next !== 'object' || next === null) break;
    at = next as typeof at;
  }
  const name = typeof at.name === 'string' ? at.name : '';
  const code = /^(Abort|Timeout)Error$/.test(name) ? 'ABORT_ERR' : typeof at.code === 'string' ? at.code : name;
  return { code, message: typeof at.message === 'string' ? at.message : '' };
}

/** The failure of an answer with a status that is not 2xx. `body` may be the API's Status object; its message is kept. */
export function statusFailure(status: number, body: string, retryAfter: string | null, name: ServerName): Failure {
  const said = saidBy(body);
  const server = `The API server ${name.server} of context "${name.context}"`;
  const { reason, message } = meaningOf(status, said, server);
  const wait = retryAfter !== null && /^\d+$/.test(retryAfter) ? { retryAfterMs: Number(retryAfter) * 1000 } : {};
  return failure(reason, message, { status, ...wait });
}

const LOGIN = 'Log in again, or renew the token or certificate in the kubeconfig.';

function meaningOf(status: number, said: string, server: string): { reason: FailureReason; message: string } {
  const because = said === '' ? '' : `: ${said}`;
  const answered = `${server} answered ${status}${because}.`;
  if (status === 401)
    return { reason: 'unauthorized', message: `${server} does not accept our credentials (401). ${LOGIN}` };
  if (status === 403) return { reason: 'forbidden', message: said || `${server} forbids the request (403).` };
  if (status === 404) return { reason: 'not-found', message: said || `${server} does not know the path (404).` };
  if (status === 410) return { reason: 'gone', message: answered };
  if (status === 429) return { reason: 'busy', message: `${server} asks to wait (429)${because}.` };
  if (status >= 500) return { reason: 'server-error', message: answered };
  if (status >= 400) return { reason: 'refused', message: answered };
  const advice = 'as a login page does. Is this the address of an API server?';
  return { reason: 'bad-answer', message: `${server} redirects (${status}), ${advice}` };
}

function saidBy(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    const message = typeof value === 'object' && value !== null ? (value as { message?: unknown }).message : undefined;
    if (typeof message === 'string') return message.slice(0, 500);
  } catch {
    // Not a Status object, as from a proxy in between: its text is of no use in a sentence.
  }
  return '';
}
