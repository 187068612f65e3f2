/** What went wrong with Prometheus, as one plain sentence each that says what to do next. */
import { type Failure, type FailureReason, failure } from '../kubernetes/outcome.ts';

interface Cause {
  reason: FailureReason;
  what: string;
  advice: string;
}

const RUNNING = 'Is it running, and is the address right?';
const NETWORK = 'Is this machine in the right network, and does a NetworkPolicy let it through?';
const AUTHORITY = 'Name a file with its certificate authority in HOPSCOPE_PROMETHEUS_CA_FILE.';
const SLOW = 'Is it overloaded, or the window too long?';

const closed: Cause = {
  reason: 'unreachable',
  what: 'the connection was closed before the answer was whole',
  advice: RUNNING,
};
const silent: Cause = { reason: 'timeout', what: 'there is no answer to the connection attempt', advice: NETWORK };
const untrusted: Cause = {
  reason: 'tls',
  what: 'its certificate is not signed by a trusted authority',
  advice: AUTHORITY,
};

const CAUSES: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { reason: 'unreachable', what: 'the connection is refused', advice: RUNNING },
  ECONNRESET: closed,
  EPIPE: closed,
  UND_ERR_SOCKET: closed,
  ERR_STREAM_PREMATURE_CLOSE: closed,
  Z_BUF_ERROR: closed,
  EHOSTUNREACH: { reason: 'unreachable', what: 'there is no route to the host', advice: NETWORK },
  ENETUNREACH: { reason: 'unreachable', what: 'its network is unreachable', advice: NETWORK },
  ENOTFOUND: { reason: 'dns', what: 'its name does not resolve', advice: 'Check the address.' },
  EAI_AGAIN: { reason: 'dns', what: 'DNS does not answer', advice: 'Check the DNS of this machine.' },
  ETIMEDOUT: silent,
  UND_ERR_CONNECT_TIMEOUT: silent,
  UND_ERR_HEADERS_TIMEOUT: { reason: 'timeout', what: 'it took the query and did not answer in time', advice: SLOW },
  UND_ERR_BODY_TIMEOUT: { reason: 'timeout', what: 'it stopped in the middle of an answer', advice: SLOW },
  ABORT_ERR: { reason: 'timeout', what: 'the answer was not whole in time', advice: SLOW },
  CERT_HAS_EXPIRED: { reason: 'tls', what: 'its certificate has expired', advice: 'Renew it on the server.' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    reason: 'tls',
    what: 'its certificate is for other names',
    advice: 'Use a name of the certificate as the address.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
};

/** The failure of a query that got no whole answer; `error` is what undici or Node threw. */
export function queryFailure({ code, message }: { code: string; message: string }, server: string): Failure {
  const { reason, what, advice } = CAUSES[code] ?? protocolCause(code, message);
  return failure(reason, `Cannot read Prometheus at ${server}: ${what}. ${advice}`);
}

function protocolCause(code: string, message: string): Cause {
  if (/wrong version number|packet length too long|http request/i.test(message))
    return { reason: 'tls', what: 'it does not speak TLS', advice: 'Does the address begin with http:// there?' };
  if (/^(?:HPE_|HTTPParserError)/.test(code))
    return { reason: 'bad-answer', what: 'what answers there does not speak HTTP', advice: RUNNING };
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO|ERR_OSSL)/.test(code))
    return { reason: 'tls', what: `TLS failed (${code})`, advice: AUTHORITY };
  if (code.startsWith('Z_')) return { reason: 'bad-answer', what: 'its compressed answer is damaged', advice: RUNNING };
  return { reason: 'unreachable', what: `the connection failed${code === '' ? '' : ` (${code})`}`, advice: RUNNING };
}

/** The failure of an answer that is no result: its status, and what the API says in it. */
export function refusal(status: number, said: string, server: string): Failure {
  const because = said === '' ? '' : `: ${said.slice(0, 300)}`;
  const found = (reason: FailureReason, sentence: string): Failure => failure(reason, sentence, { status });
  if (status === 401 || status === 407)
    return found(
      'unauthorized',
      `Prometheus at ${server} does not accept our credentials (401). Name a token in HOPSCOPE_PROMETHEUS_TOKEN_FILE.`,
    );
  if (status === 403) return found('forbidden', `Prometheus at ${server} forbids the query (403)${because}.`);
  if (status === 404)
    return found(
      'not-found',
      `There is no Prometheus at ${server} (404). Does its address have a path, such as /prometheus?`,
    );
  if (/too many samples|limit.*(?:exceeded|reached)|exceed.*limit/i.test(said))
    return found('refused', `Prometheus at ${server} has more samples than one query may load${because}.`);
  if (/timed? ?out|context (?:deadline|canceled)/i.test(said))
    return found('timeout', `Prometheus at ${server} gave up the query${because}. ${SLOW}`);
  if (status === 400 || status === 422)
    return found('refused', `Prometheus at ${server} does not understand the query (${status})${because}.`);
  if (status === 429) return found('busy', `Prometheus at ${server} asks to wait (429)${because}.`);
  if (status >= 500) return found('server-error', `Prometheus at ${server} answered ${status}${because}.`);
  if (status >= 300 && status < 400)
    return found('bad-answer', `What answers at ${server} redirects (${status}), as a login page does. ${RUNNING}`);
  return found(
    'bad-answer',
    `What answers at ${server} is not Prometheus: it answered ${status}${because}. ${RUNNING}`,
  );
}
