/** What components wrote into their logs, as facts with closed fields: no line of a log is ever kept. */
import { type Static, Type } from 'typebox';
import { nullable } from './metadata.ts';

/** What a statement of ztunnel says of one connection: the error texts of signals 3.5. */
const CONNECTION_KINDS = [
  /** it ended, or was opened, without an error */
  'connected',
  'local-workload-unknown',
  'waypoint-unknown',
  'no-healthy-upstream',
  'no-route-to-workload',
  'network-gateway-unknown',
  'service-unknown',
  'host-unknown',
  'name-unresolved',
  /** TCP to 15008 timed out; ztunnel then guesses at a NetworkPolicy */
  'hbone-timeout',
  'refused',
  'unreachable',
  'timed-out',
  'denied',
  'none-allowed',
  'policy-changed',
  /** the next hop answered the tunnel with `code` */
  'http-status',
  'ip-mismatch',
  'identity-mismatch',
  'tls-failed',
  'identity-unavailable',
  'handshake-failed',
  'drained',
  'certificate-revoked',
  'self-call',
  'destination-closed',
  'client-closed',
  'reset',
  'files-exhausted',
  'failed',
] as const;

/** What else components say of themselves and of others. */
const COMPONENT_KINDS = [
  // ztunnel, waypoints and gateways
  'control-plane-failed',
  'control-plane-connected',
  'certificate-failed',
  'cni-unreachable',
  'workload-awaited',
  'proxy-failed',
  'policy-skipped',
  // waypoints and gateways
  'request',
  'config-rejected',
  'ready',
  // istiod
  'caller-refused',
  'no-such-pod-on-node',
  'network-gateways-several',
  'network-gateway-missing',
  'gateway-class-missing',
  'host-deduplicated',
  'ingress-label-invalid',
  'leader-lost',
  'leader-elected',
  'gateway-failed',
  'remote-cluster-failed',
  'keys-unreachable',
  // istio-cni
  'ztunnel-missing',
  'namespace-missing',
  'probe-set-failed',
  'rules-failed',
  'config-reinstalled',
  'pod-failed',
] as const;

export const LogKind = Type.Enum([...CONNECTION_KINDS, ...COMPONENT_KINDS]);
export type LogKind = Static<typeof LogKind>;

/** Why something did not work, as far as a text tells. */
export const LogReason = Type.Enum([
  '',
  'refused',
  'timeout',
  'unreachable',
  'dns',
  'tls',
  'issuer',
  'expired',
  'san',
  'trust-domain',
  'permission',
  'unauthenticated',
  'unavailable',
  'reset',
  /** istiod knows no such pod on the node: usually it was just deleted */
  'not-on-node',
]);
export type LogReason = Static<typeof LogReason>;

/** One end of a connection; '' and 0 where the line does not say. The caller's own port is never kept. */
export const LogEnd = Type.Object({
  ip: Type.String(),
  port: Type.Integer(),
  /** `namespace/name` */
  pod: Type.String(),
  /** SPIFFE URI */
  identity: Type.String(),
});
export type LogEnd = Static<typeof LogEnd>;

/** Equal statements, counted. A field that a kind does not have is '' or 0. */
export const LogFact = Type.Object({
  kind: LogKind,
  count: Type.Integer(),
  firstAt: nullable(Type.String()),
  lastAt: nullable(Type.String()),
  /** `inbound`, `outbound` or '' */
  direction: Type.String(),
  from: LogEnd,
  to: LogEnd,
  /** what the tunnel was asked for, `address:port` (`dst.hbone_addr`); '' = no tunnel */
  via: Type.String(),
  /** host of the Service that was asked for */
  service: Type.String(),
  /** whom or what it is about: a policy, Gateway, proxy, network, caller or pod (`namespace/name`), a host, a cluster */
  name: Type.String(),
  node: Type.String(),
  /** HTTP status of the tunnel, or of the answer to a request */
  code: Type.Integer(),
  /** response flags of a request; `-` = none */
  flags: Type.String(),
  reason: LogReason,
  /** of a mismatch: what was asked for, and what was met */
  expected: Type.String(),
  got: Type.String(),
  /** bytes in both directions, and the longest duration in milliseconds, of all of them */
  bytes: Type.Number(),
  longestMs: Type.Number(),
});
export type LogFact = Static<typeof LogFact>;

/** The log of one pod. */
export const ComponentLog = Type.Object({
  source: Type.String(),
  pod: Type.String(),
  at: nullable(Type.String()),
  /** in the order in which they were first said */
  facts: Type.Array(LogFact),
  lines: Type.Integer(),
  /** warnings and errors that say nothing this version knows */
  unread: Type.Integer(),
  /** facts that were left out: more than one log may hold */
  omitted: Type.Integer(),
  /** RFC 3339 of the first and the last line that has a time */
  since: nullable(Type.String()),
  until: nullable(Type.String()),
});
export type ComponentLog = Static<typeof ComponentLog>;
