/** What an error text of ztunnel means: the table of signals 3.5. */
import type { LogKind, LogReason } from '../state/logs.ts';

/** The meaning of a text, without the text. */
export interface ErrorMeaning {
  kind: LogKind;
  name?: string;
  code?: number;
  reason?: LogReason;
  expected?: string;
  got?: string;
}

type Rule = readonly [pattern: RegExp, meaning: (match: RegExpExecArray) => ErrorMeaning];

const says =
  (kind: LogKind, reason?: LogReason) =>
  (match: RegExpExecArray): ErrorMeaning => ({
    kind,
    ...(match[1] === undefined ? {} : { name: match[1] }),
    ...(reason === undefined ? {} : { reason }),
  });

const mismatch =
  (reason: LogReason) =>
  (match: RegExpExecArray): ErrorMeaning => ({
    kind: 'identity-mismatch',
    reason,
    expected: (match[1] ?? '').trim(),
    got: (match[2] ?? '').trim(),
  });

/** In order: the first that fits holds. A wrapped error (`io error: …`, `while closing connection: …`) ends with its cause. */
const RULES: readonly Rule[] = [
  [/failed to fetch information about local workload(?::.*?\(([\w.-]+)\))?/i, says('local-workload-unknown')],
  [
    /unknown waypoint:.*?namespace: "([^"]+)", hostname: "([^"]+)"/i,
    (m) => ({ kind: 'waypoint-unknown', name: m[2]! }),
  ],
  [/unknown waypoint:(?: waypoint)?\s*([^\s,{]+)?/i, says('waypoint-unknown')],
  [/no healthy upstream(?::\s*(\S+))?/i, says('no-healthy-upstream')],
  [/no endpoints for workload/i, says('no-healthy-upstream')],
  [/no valid routing destination/i, says('no-route-to-workload')],
  [/unknown network gateway|no gateway address/i, says('network-gateway-unknown')],
  [/no service for target address(?::\s*(\S+))?/i, says('service-unknown')],
  [/no service or workload for hostname(?::\s*(\S+))?/i, says('host-unknown')],
  [/requested service (\S+?):?\d* found, but (?:cannot resolve port|has no IP addresses)/i, says('host-unknown')],
  [/no valid (?:service port|target port|authority)/i, says('host-unknown')],
  [/no ip addresses were resolved(?: for workload:?\s*(\S+))?/i, says('name-unresolved')],
  [/ip addresses were resolved(?: for workload (\S+?),)?.*no A\/AAAA records/i, says('name-unresolved')],
  [/^dns(?: lookup)?:|dns response had no valid/i, says('name-unresolved')],
  [/maybe a NetworkPolicy is blocking HBONE/i, says('hbone-timeout')],
  [/explicitly denied by:?\s*([^\s,"]+)/i, says('denied')],
  [/allow policies exist, but none allowed/i, says('none-allowed')],
  [/due to policy change/i, says('policy-changed')],
  [/peer certificate revoked|certificate revoked/i, says('certificate-revoked')],
  [/http status:\s*(\d{3})/i, (m) => ({ kind: 'http-status', code: Number(m[1]) })],
  [
    /ip mismatch:?\s*(\S+)?(?:\s*!=\s*(\S+))?/i,
    (m) => ({ kind: 'ip-mismatch', expected: m[1] ?? '', got: m[2] ?? '' }),
  ],
  [/expected trust ?domain\s*\(?([^),]*)\)?(?:,? got (\S+))?/i, mismatch('trust-domain')],
  [/did not present the expected SAN\s*\(?([^)]*)\)?(?:,? got (.*))?$/i, mismatch('san')],
  [/identity verification error/i, says('identity-mismatch', 'san')],
  [/attempted recursive call to ourselves/i, says('self-call')],
  [/identity error|signing gRPC error|identity is unavailable/i, () => ({ kind: 'identity-unavailable' })],
  [/http2 handshake failed|h2 failed/i, says('handshake-failed')],
  [/unknown ?issuer|unknownca|unknown ca|self.?signed certificate in/i, says('tls-failed', 'issuer')],
  [/certificate ?(?:has )?expired|expired certificate/i, says('tls-failed', 'expired')],
  [/\btls error|\btls handshake|invalid peer certificate|tls alert/i, says('tls-failed')],
  [/connection drain|pool draining|failed to drain/i, says('drained')],
  [/too many open files|no file descriptors/i, says('files-exhausted')],
  [/connection refused|connectionrefused/i, says('refused')],
  [/no route to host|network is unreachable|host is unreachable/i, says('unreachable')],
  [/destination disconnected/i, says('destination-closed')],
  [/client disconnected/i, says('client-closed')],
  [
    /reset by peer|broken pipe|connection reset|reset or abnormally closed|stream error|unexpected eof|^(?:send|receive):/i,
    says('reset'),
  ],
  [/timed out|deadline has elapsed/i, says('timed-out')],
];

const TEXT_LIMIT = 2000;

/** What a text means; `failed` where it is none of those that are known. */
export function meaningOf(error: string): ErrorMeaning {
  const text = error.slice(0, TEXT_LIMIT);
  for (const [pattern, meaning] of RULES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const found = meaning(match);
    return found.kind === 'identity-unavailable' ? { ...found, reason: reasonOf(text) } : found;
  }
  return { kind: 'failed' };
}

const REASONS: readonly (readonly [RegExp, LogReason])[] = [
  [/no instances of .* found on node/i, 'not-on-node'],
  [/not allowed to impersonate|permission|permissiondenied|not authorized/i, 'permission'],
  [/unauthenticated|authentication|does not have valid|invalid token|401/i, 'unauthenticated'],
  [/unknown ?issuer|unknown ?ca\b/i, 'issuer'],
  [/dns error|failed to lookup|name or service not known|no such host|name resolution/i, 'dns'],
  [/certificate|tls|x509|handshake/i, 'tls'],
  [/refused|delayed.connect.error:?_? ?111/i, 'refused'],
  [/connection_failure|delayed.connect.error/i, 'unavailable'],
  [/timed ?out|timeout|deadline/i, 'timeout'],
  [/no route|unreachable/i, 'unreachable'],
  [/unavailable|tcp connect error|client error \(connect\)|transport/i, 'unavailable'],
  [/reset|broken pipe|eof/i, 'reset'],
];

/** Why something could not be reached or was refused; '' where the text does not tell. */
export function reasonOf(text: string): LogReason {
  return REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? '';
}
