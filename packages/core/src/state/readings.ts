/** What components say of themselves: ztunnel's dump and readiness, istiod's sync status. */
import { type Static, Type } from 'typebox';
import { nullable } from './metadata.ts';

const strings = Type.Array(Type.String());

export const WaypointAddress = Type.Object({
  /** `<namespace>/<hostname>` or `<network>/<ip>` */
  destination: Type.String(),
  port: Type.Integer(),
});
export type WaypointAddress = Static<typeof WaypointAddress>;

export const ZtunnelWorkload = Type.Object({
  uid: Type.String(),
  name: Type.String(),
  namespace: Type.String(),
  ips: strings,
  /** `TCP` or `HBONE` */
  protocol: Type.String(),
  hostNetwork: Type.Boolean(),
  waypoint: nullable(WaypointAddress),
  networkGateway: nullable(WaypointAddress),
  serviceAccount: Type.String(),
  trustDomain: Type.String(),
  network: Type.String(),
  clusterId: Type.String(),
  node: Type.String(),
  workloadName: Type.String(),
  hostname: Type.String(),
  policies: strings,
  healthy: Type.Boolean(),
  services: strings,
  /** a proxy inside the pod that takes what was asked for from ztunnel (P10); absent = none */
  applicationTunnel: Type.Optional(Type.Object({ protocol: Type.String(), port: Type.Integer() })),
});
export type ZtunnelWorkload = Static<typeof ZtunnelWorkload>;

export const ZtunnelService = Type.Object({
  name: Type.String(),
  namespace: Type.String(),
  hostname: Type.String(),
  vips: strings,
  ports: Type.Record(Type.String(), Type.Integer()),
  endpoints: Type.Array(
    Type.Object({
      workloadUid: Type.String(),
      healthy: Type.Boolean(),
      ports: Type.Record(Type.String(), Type.Integer()),
    }),
  ),
  waypoint: nullable(WaypointAddress),
  subjectAltNames: strings,
});
export type ZtunnelService = Static<typeof ZtunnelService>;

/** `kind` is Exact, Prefix, Suffix or Presence (value then ''). */
export const StringMatch = Type.Object({ kind: Type.String(), value: Type.String() });
export type StringMatch = Static<typeof StringMatch>;

const matches = Type.Array(StringMatch);
const ports = Type.Array(Type.Integer());

export const ZtunnelMatch = Type.Object({
  namespaces: matches,
  notNamespaces: matches,
  principals: matches,
  notPrincipals: matches,
  serviceAccounts: matches,
  notServiceAccounts: matches,
  sourceIps: strings,
  notSourceIps: strings,
  destinationIps: strings,
  notDestinationIps: strings,
  destinationPorts: ports,
  notDestinationPorts: ports,
});
export type ZtunnelMatch = Static<typeof ZtunnelMatch>;

/** A policy in the form ztunnel evaluates (A9): rules OR, clauses AND, matches OR. Ours are converted into it, dumps carry it. */
export const ZtunnelPolicy = Type.Object({
  name: Type.String(),
  namespace: Type.String(),
  /** `Global`, `Namespace`, `WorkloadSelector` */
  scope: Type.String(),
  /** `Allow` or `Deny` */
  action: Type.String(),
  rules: Type.Array(Type.Array(Type.Array(ZtunnelMatch))),
  dryRun: Type.Boolean(),
});
export type ZtunnelPolicy = Static<typeof ZtunnelPolicy>;

export const Certificate = Type.Object({
  /** SPIFFE URI */
  identity: Type.String(),
  /** `Available`, `Initializing`, `Unavailable` */
  state: Type.String(),
  error: Type.String(),
  validFrom: nullable(Type.String()),
  expiresAt: nullable(Type.String()),
  roots: strings,
  /** the certificates themselves, the workload's first and the root last; absent where there are none */
  chain: Type.Optional(
    Type.Array(
      Type.Object({
        /** decimal, as ztunnel writes it */
        serial: Type.String(),
        validFrom: nullable(Type.String()),
        expiresAt: nullable(Type.String()),
      }),
    ),
  ),
});
export type Certificate = Static<typeof Certificate>;

export const ZtunnelConnection = Type.Object({
  direction: Type.String(),
  src: Type.String(),
  originalDst: Type.String(),
  actualDst: Type.String(),
  protocol: Type.String(),
});
export type ZtunnelConnection = Static<typeof ZtunnelConnection>;

/** ztunnel's proxy for one local pod (`workloadState`), by pod UID. */
export const ZtunnelProxy = Type.Object({
  podUid: Type.String(),
  /** `Up`, `Pending`, … */
  state: Type.String(),
  name: Type.String(),
  namespace: Type.String(),
  serviceAccount: Type.String(),
  connections: Type.Array(ZtunnelConnection),
});
export type ZtunnelProxy = Static<typeof ZtunnelProxy>;

const answered = { pod: Type.String(), at: nullable(Type.String()) };

/** A readable `/config_dump`; one that failed is a source status and nothing here. */
export const ZtunnelDump = Type.Object({
  ...answered,
  version: Type.String(),
  workloads: Type.Array(ZtunnelWorkload),
  services: Type.Array(ZtunnelService),
  policies: Type.Array(ZtunnelPolicy),
  certificates: Type.Array(Certificate),
  proxies: Type.Array(ZtunnelProxy),
  /**
   * Only what belongs to its own node was kept: its pods, their certificates and connections. What it lacks of others proves
   * nothing; of a large mesh one dump in full tells the rest.
   */
  ownOnly: Type.Optional(Type.Literal(true)),
  /** false where the dump has no `workloadState` at all (old releases): then its absence proves nothing */
  hasProxies: Type.Boolean(),
  unknownKeys: Type.Integer(),
  /** the domain ztunnel was told (`config.clusterDomain`); absent where the dump does not say */
  clusterDomain: Type.Optional(Type.String()),
});
export type ZtunnelDump = Static<typeof ZtunnelDump>;

export const ZtunnelReadiness = Type.Object({ ...answered, ready: Type.Boolean(), pending: strings });
export type ZtunnelReadiness = Static<typeof ZtunnelReadiness>;

export const SyncEntry = Type.Object({
  /** `<namespace>/<pod>` */
  proxy: Type.String(),
  type: Type.String(),
  /** types sent but not acknowledged, by type URL */
  pending: strings,
  errors: Type.Array(Type.Object({ type: Type.String(), message: Type.String() })),
  lastSentAt: nullable(Type.String()),
  /** when the oldest of what is pending was sent; null where nothing is, or the answer does not tell */
  pendingSince: nullable(Type.String()),
});
export type SyncEntry = Static<typeof SyncEntry>;

/** One istiod replica's `/debug/syncz`; each replica knows only its own connections (CP2). */
export const SyncStatus = Type.Object({ ...answered, proxies: Type.Array(SyncEntry) });
export type SyncStatus = Static<typeof SyncStatus>;
