/** Answers of a waypoint's proxy to `/clusters`. */

interface Host {
  readonly address: string;
  readonly health?: 'HEALTHY' | 'UNHEALTHY';
  readonly ejected?: boolean;
}

const UNLIMITED = 4_294_967_295;

/** What it has for a port of a Service, with the pods that it was told of. */
export function inboundVip(host: string, port: number, hosts: readonly Host[], limit = UNLIMITED) {
  return {
    name: `inbound-vip|${port}|http|${host}`,
    added_via_api: true,
    host_statuses: hosts.map(({ address, health = 'HEALTHY', ejected = false }) => ({
      address: { envoy_internal_address: { server_listener_name: 'connect_originate', endpoint_id: address } },
      stats: [{ name: 'cx_total' }],
      health_status: { eds_health_status: health, ...(ejected ? { failed_outlier_check: true } : {}) },
      weight: 1,
    })),
    circuit_breakers: {
      thresholds: [{ max_connections: limit, max_pending_requests: limit, max_requests: limit, max_retries: limit }],
    },
  };
}

/** The answer with these clusters and the proxy's own. */
export function clusters(...known: readonly unknown[]): { readonly body: unknown } {
  return { body: { cluster_statuses: [{ name: 'main_internal', added_via_api: true }, ...known] } };
}
