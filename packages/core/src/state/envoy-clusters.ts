/** What the proxy of a waypoint or gateway knows of its destinations: Envoy's `/clusters`. */
import { type Static, Type } from 'typebox';
import { nullable } from './metadata.ts';

export const EnvoyHost = Type.Object({
  /** `address:port`; of a host behind the tunnel the pod's own */
  address: Type.String(),
  /** reached through the tunnel of the mesh */
  tunnelled: Type.Boolean(),
  /** Envoy sends to it */
  healthy: Type.Boolean(),
  /** as the control plane says: `HEALTHY`, `UNHEALTHY`, `DRAINING`, `TIMEOUT`, `DEGRADED`, `UNKNOWN` or '' */
  told: Type.String(),
  /** taken out by outlier detection */
  ejected: Type.Boolean(),
  weight: Type.Integer(),
  requests: Type.Number(),
  requestErrors: Type.Number(),
  requestTimeouts: Type.Number(),
  connections: Type.Number(),
  connectFailures: Type.Number(),
});
export type EnvoyHost = Static<typeof EnvoyHost>;

export const EnvoyCluster = Type.Object({
  name: Type.String(),
  /** `inbound-vip`, `outbound`, `inbound`; '' for the proxy's own */
  direction: Type.String(),
  port: Type.Integer(),
  /** `http` or `tcp`, of `inbound-vip` only */
  protocol: Type.String(),
  subset: Type.String(),
  host: Type.String(),
  hosts: Type.Array(EnvoyHost),
  /** circuit breakers of normal priority; null where the answer has none */
  limits: nullable(
    Type.Object({
      connections: Type.Number(),
      pendingRequests: Type.Number(),
      requests: Type.Number(),
      retries: Type.Number(),
    }),
  ),
});
export type EnvoyCluster = Static<typeof EnvoyCluster>;

export const EnvoyClusters = Type.Object({
  pod: Type.String(),
  at: nullable(Type.String()),
  clusters: Type.Array(EnvoyCluster),
  omitted: Type.Integer(),
});
export type EnvoyClusters = Static<typeof EnvoyClusters>;
