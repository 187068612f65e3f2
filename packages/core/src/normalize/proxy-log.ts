/** The log of a waypoint or gateway: Envoy's access log as text or JSON, and what the agent beside it says. */
import type { Statement } from './log-facts.ts';
import type { LogLine } from './log-lines.ts';
import { reasonOf } from './ztunnel-error.ts';
import { readAddress } from './ztunnel-log.ts';

/** What one line says; null = nothing that is kept. Paths, headers and user agents are passed over. */
export function readProxyLine(line: LogLine, text: string): Statement | null {
  const start = text.search(/\[\d{4}-\d\d-\d\dT/);
  if (start >= 0 && start < 80) return readDefault(text.slice(start));
  if (line.fields['response_flags'] !== undefined || line.fields['response_code'] !== undefined)
    return readJson(line.fields);
  return readAgent(line);
}

/**
 * Istio's default format: `[time] "METHOD path PROTOCOL" code flags details termination "failure" received sent duration
 * service-time "forwarded-for" "agent" "id" "authority" "upstream" cluster upstream-local local remote sni route`.
 */
function readDefault(text: string): Statement | null {
  const match = /^\[([^\]]+)\]\s+"(?:[^"\\]|\\.)*"\s+(\d+|-)\s+(\S+)\s+(.*)$/s.exec(text);
  if (!match) return null;
  const [, , code, flags, rest] = match as unknown as string[];
  const words = [...rest!.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((word) => word[1] ?? word[2] ?? '');
  // Of TCP the authority is `-`; the places are the same.
  const [details = '', , failure = '', received = '', sent = '', duration = '', , forwarded = ''] = words;
  const [authority = '', upstream = '', cluster = '', , local = '', remote = ''] = words.slice(10);
  return requestOf({
    code: code!,
    flags: flags!,
    details,
    failure,
    received,
    sent,
    duration,
    forwarded,
    authority,
    upstream,
    cluster,
    local,
    remote,
  });
}

function readJson(fields: LogLine['fields']): Statement {
  const of = (...names: string[]): string =>
    names.map((name) => fields[name]).find((value) => value !== undefined) ?? '';
  return requestOf({
    code: of('response_code'),
    flags: of('response_flags'),
    details: of('response_code_details'),
    failure: of('upstream_transport_failure_reason'),
    received: of('bytes_received'),
    sent: of('bytes_sent'),
    duration: of('duration'),
    forwarded: of('x_forwarded_for'),
    authority: of('authority'),
    upstream: of('upstream_host'),
    cluster: of('upstream_cluster'),
    local: of('downstream_local_address'),
    remote: of('downstream_remote_address'),
  });
}

type Parts = Readonly<
  Record<
    | 'code'
    | 'flags'
    | 'details'
    | 'failure'
    | 'received'
    | 'sent'
    | 'duration'
    | 'forwarded'
    | 'authority'
    | 'upstream'
    | 'cluster'
    | 'local'
    | 'remote',
    string
  >
>;

function requestOf(parts: Parts): Statement {
  const told = `${parts.details} ${parts.failure}`;
  const cluster = hostOfCluster(parts.cluster);
  const upstream = readAddress(parts.upstream.replace(/^envoy:\/\/\w+\//, ''));
  return {
    kind: 'request',
    code: Number(parts.code) || 0,
    flags: parts.flags === '' ? '-' : parts.flags,
    from: { ip: readAddress(parts.remote).ip, port: 0, pod: '', identity: '' },
    to: { ...upstream, pod: '', identity: '' },
    via: /^[\d.[\]:a-f]+:\d+$/i.test(parts.local) ? parts.local : '',
    service: cluster === '' ? hostOf(parts.authority) : cluster,
    name: policyIn(told),
    reason: /RBAC|rbac_access_denied/.test(told)
      ? 'permission'
      : /^-?\s*-?$|via_upstream/.test(told.trim())
        ? ''
        : reasonOf(told),
    // The word alone: what stands in braces may carry a message.
    got: /^[a-z_]+/i.exec(parts.details)?.[0] ?? '',
    bytes: (Number(parts.received) || 0) + (Number(parts.sent) || 0),
    longestMs: Number(parts.duration) || 0,
  };
}

const hostOf = (authority: string): string =>
  /^[\w.*-]+(?::\d+)?$/.test(authority) && authority !== '-' ? authority.replace(/:\d+$/, '') : '';

/** `inbound-vip|80|http|host` and `outbound|80||host`; the route or filter state `;` that follows is no part. */
function hostOfCluster(cluster: string): string {
  const parts = cluster.replace(/;$/, '').split('|');
  return parts.length === 4 ? parts[3]! : '';
}

/** `rbac_access_denied_matched_policy[ns[shop]-policy[only-get]-rule[0]]` as `shop/only-get`. */
function policyIn(text: string): string {
  const named = /matched_policy\[(?:io-)?ns\[([\w.-]+)\]-policy\[([\w.-]+)\]/.exec(text);
  if (named) return `${named[1]}/${named[2]}`;
  return /matched_policy\[none\]/.test(text) ? 'none' : '';
}

/** What istio-agent and Envoy's own log say. */
function readAgent({ message, level, fields }: LogLine): Statement | null {
  if (/^Envoy proxy is ready/i.test(message)) return { kind: 'ready' };
  if (/connected to (?:delta )?upstream XDS server/i.test(message)) return { kind: 'control-plane-connected' };
  const rejected = /config for type\.googleapis\.com\/[\w.]*?(\w+) rejected|(\w+): .*config rejected/i.exec(message);
  if (rejected) return { kind: 'config-rejected', service: (rejected[1] ?? rejected[2]!).toUpperCase() };
  if (level !== 'warn' && level !== 'error') return null;
  const told = `${message} ${fields['error'] ?? fields['err'] ?? ''}`;
  if (/(?:fail|error)\w*.*(?:csr|certificate|sign)|(?:csr|certificate|sign\w*).*(?:fail|error)/i.test(told))
    return { kind: 'certificate-failed', reason: reasonOf(told) };
  if (
    /failed to connect to upstream|upstream \[\d+\] terminated|xdsproxy|StreamAggregatedResources|DeltaAggregatedResources|gRPC config stream/i.test(
      told,
    )
  )
    return { kind: 'control-plane-failed', reason: reasonOf(told) };
  return null;
}
