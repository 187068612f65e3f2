/** Envoy's `/clusters` as text: one value a line, `<cluster>::<host>::<name>::<value>` or `<cluster>::<name>::<value>`. */
import type { EnvoyCluster, EnvoyHost } from '../state/envoy-clusters.ts';
import { clusterNamed, isSentTo, noStats, STATS } from './envoy-cluster-parts.ts';
import { int, intern } from './fields.ts';
import { eachLine } from './log-lines.ts';

const LINE = /^(.+?)::(?:(.+)::)?([a-z][a-z_0-9.]*)::(.*)$/;
const OF_LIMITS: Readonly<Record<string, keyof NonNullable<EnvoyCluster['limits']>>> = {
  max_connections: 'connections',
  max_pending_requests: 'pendingRequests',
  max_requests: 'requests',
  max_retries: 'retries',
};

/** The clusters of a text; null where no line has the form. */
export function readClustersText(text: string): EnvoyCluster[] | null {
  const clusters = new Map<string, { cluster: EnvoyCluster; hosts: Map<string, EnvoyHost> }>();
  eachLine(text, (line) => {
    const match = LINE.exec(line);
    if (!match) return;
    const [, name, host, key, value] = match as unknown as [string, string, string | undefined, string, string];
    let entry = clusters.get(name);
    if (entry === undefined) {
      entry = { cluster: clusterNamed(name), hosts: new Map() };
      clusters.set(name, entry);
    }
    if (host === 'default_priority') setLimit(entry.cluster, key, value);
    else if (host !== undefined && host !== 'high_priority') setOfHost(entry.hosts, host, key, value);
  });
  if (clusters.size === 0) return null;
  return [...clusters.values()].map(({ cluster, hosts }) => ({ ...cluster, hosts: [...hosts.values()] }));
}

function setLimit(cluster: EnvoyCluster, key: string, value: string): void {
  const limit = OF_LIMITS[key];
  if (limit === undefined) return;
  cluster.limits ??= { connections: 0, pendingRequests: 0, requests: 0, retries: 0 };
  cluster.limits[limit] = int(value);
}

/** An address of the tunnel is `envoy://connect_originate/<address>`. */
function setOfHost(hosts: Map<string, EnvoyHost>, text: string, key: string, value: string): void {
  const tunnel = /^envoy:\/\/[^/]*\/(.*)$/.exec(text);
  let host = hosts.get(text);
  if (host === undefined) {
    const address = intern(tunnel?.[1] ?? text);
    host = { address, tunnelled: tunnel !== null, healthy: true, told: '', ejected: false, weight: 1, ...noStats() };
    hosts.set(text, host);
  }
  if (key === 'health_flags') setHealth(host, value);
  else if (key === 'weight') host.weight = int(value, 1);
  else if (key in STATS) host[STATS[key as keyof typeof STATS]] = int(value);
}

/** `healthy`, or flags such as `/failed_outlier_check/failed_eds_health`. */
function setHealth(host: EnvoyHost, value: string): void {
  host.ejected = value.includes('failed_outlier_check');
  if (value === 'healthy') host.told = 'HEALTHY';
  else if (value.includes('failed_eds_health')) host.told = 'UNHEALTHY';
  else if (value.includes('draining')) host.told = 'DRAINING';
  else if (value.includes('degraded')) host.told = 'DEGRADED';
  const failed = /failed_(?!degraded)\w+|pending_active_hc|excluded_via|hc_timeout/.test(value);
  host.healthy = !failed && isSentTo(host.told);
}
