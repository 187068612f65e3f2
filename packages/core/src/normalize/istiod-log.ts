/** istiod's log: the statements of signals 4.3, and why it refused callers and proxies refused it. */
import type { Statement } from './log-facts.ts';
import type { LogLine } from './log-lines.ts';
import { reasonOf } from './ztunnel-error.ts';

type Reader = (text: string, line: LogLine) => Statement | null;

/** What one line of istiod says; null = nothing that is kept. */
export function readIstiodLine(line: LogLine): Statement | null {
  const error = line.fields['error'] ?? line.fields['err'] ?? '';
  const text = error === '' || line.message.includes(error) ? line.message : `${line.message}: ${error}`;
  for (const read of READERS) {
    const found = read(text, line);
    if (found !== null) return found;
  }
  return null;
}

const NOT_ON_NODE = /no instances of "?([\w./-]+)"? found on node "?([\w.-]+)"?/i;
const CALLER = /caller \(?"?([\w.-]+\/[\w.-]+)|identity:? "?(?:spiffe:\/\/\S+?\/ns\/)?([\w.-]+\/(?:sa\/)?[\w.-]+)/i;

const READERS: readonly Reader[] = [
  (text) => {
    const match = NOT_ON_NODE.exec(text);
    return match && { kind: 'no-such-pod-on-node', name: match[1]!, node: match[2]! };
  },
  (text, line) => (isRefusal(text) ? refusalOf(text, line) : null),
  (text) => named(text, /no network gateway found for network:?\s*"?([\w.-]+)?/i, 'network-gateway-missing'),
  (text) =>
    named(text, /multiple (?:network )?gateways found(?: for network:?\s*"?([\w.-]+))?/i, 'network-gateways-several'),
  (text) => named(text, /could not find gatewayclass:?\s*"?([\w.-]+)?/i, 'gateway-class-missing'),
  (text) => named(text, /([\w./*-]+)?"? was pruned by deduplication/i, 'host-deduplicated'),
  (text, line) =>
    /invalid value for label istio\.io\/ingress-use-waypoint/i.test(text)
      ? { kind: 'ingress-label-invalid', name: objectIn(text, line) }
      : null,
  (text) => {
    const match = /\b(?:ADS:)?([CLERSNW]+DS|\w+):? (?:ACK ERROR|NACK)\w*\s+(?:node:)?([\w.-]+?)(?:-\d+)?(?:\s|$)/i.exec(
      text,
    );
    return match && { kind: 'config-rejected', name: proxyOf(match[2]!), service: match[1]!.toUpperCase() };
  },
  (text) =>
    named(
      text,
      /(?:lease lost|leader election lock lost|lost lease|failed to renew lease)(?::?\s*([\w./-]+))?/i,
      'leader-lost',
    ),
  (text) =>
    named(text, /(?:leader election lock obtained|successfully acquired lease):?\s*([\w./-]+)/i, 'leader-elected'),
  readGatewayFailure,
  (text) => {
    if (
      !/remote (?:cluster|secret)|cluster registry|multicluster|failed (?:to )?sync\w* (?:remote )?cluster|timed out waiting for .*cluster/i.test(
        text,
      )
    )
      return null;
    if (!/fail|error|timed out|timeout|unable/i.test(text)) return null;
    return {
      kind: 'remote-cluster-failed',
      name: /cluster(?:ID)?[:=]?\s+"?([\w.-]+)"?/i.exec(text)?.[1] ?? '',
      reason: reasonOf(text),
    };
  },
  (text) =>
    /fail\w* to (?:fetch|get|GET).*(?:jwks|public key|jwt)|jwks.*(?:fail|unreachable)/i.test(text)
      ? { kind: 'keys-unreachable', name: hostIn(text), reason: reasonOf(text) }
      : null,
];

const isRefusal = (text: string): boolean =>
  /failed to authenticate|not allowed to impersonate|authentication fail|node authorization fail|impersonation not allowed/i.test(
    text,
  );

function refusalOf(text: string, { fields }: LogLine): Statement {
  const match = CALLER.exec(text);
  const name = (match?.[1] ?? match?.[2] ?? fields['client'] ?? '').replace('/sa/', '/');
  const reason = /impersonat|not allowed|permission|untrusted/i.test(text) ? 'permission' : 'unauthenticated';
  return { kind: 'caller-refused', name, reason };
}

/** A Gateway's proxy could not be written. A conflict is tried again at once and tells nothing. */
function readGatewayFailure(text: string, { level, fields }: LogLine): Statement | null {
  if (level !== 'error' && level !== 'warn') return null;
  if (/object has been modified|already exists/i.test(text)) return null;
  const isGateway = fields['controller']?.startsWith('gateway') === true || /gateway/i.test(text);
  const match =
    /error handling ([\w.-]+\/[\w.-]+)|fail\w* to (?:render|apply|reconcile)[^:]*?([\w.-]+\/[\w.-]+)?/i.exec(text);
  if (!isGateway || !match) return null;
  return { kind: 'gateway-failed', name: match[1] ?? fields['gateway'] ?? match[2] ?? '', reason: reasonOf(text) };
}

function named(text: string, pattern: RegExp, kind: Statement['kind']): Statement | null {
  const match = pattern.exec(text);
  return match && { kind, name: match[1] ?? '' };
}

/** `pod.namespace` as `namespace/pod`. */
function proxyOf(text: string): string {
  const dot = text.lastIndexOf('.');
  return dot < 0 ? text : `${text.slice(dot + 1)}/${text.slice(0, dot)}`;
}

const objectIn = (text: string, { fields }: LogLine): string =>
  fields['service'] ??
  fields['resource'] ??
  /\b([\w-]+\/[\w.-]+)(?![\w/.-])/.exec(text.replace('istio.io/ingress-use-waypoint', ''))?.[1] ??
  '';

const hostIn = (text: string): string => /https?:\/\/([^\s/:?"]+)/.exec(text)?.[1] ?? '';
