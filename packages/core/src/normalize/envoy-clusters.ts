/** Envoy's `/clusters`, as JSON (`?format=json`) and as text. */
import type { EnvoyCluster, EnvoyClusters, EnvoyHost } from '../state/envoy-clusters.ts';
import { clusterNamed, type HostStats, isSentTo, noStats, STATS } from './envoy-cluster-parts.ts';
import { readClustersText } from './envoy-clusters-text.ts';
import { int, intern, isRecord, oneOf, type Raw, record, records, str, word } from './fields.ts';
import type { Answered } from './ztunnel-config.ts';

/** Clusters of one answer, and hosts of one cluster, that are kept. */
export const CLUSTER_LIMIT = 20_000;
const HOST_LIMIT = 5000;

/** The clusters of one proxy; null where the answer is none of Envoy's. */
export function readEnvoyClusters(content: unknown, answered: Answered): EnvoyClusters | null {
  const clusters = typeof content === 'string' ? readClustersText(content) : clustersOf(content);
  if (clusters === null) return null;
  const omitted = Math.max(0, clusters.length - CLUSTER_LIMIT);
  return { clusters: clusters.slice(0, CLUSTER_LIMIT), ...answered, omitted };
}

function clustersOf(content: unknown): EnvoyCluster[] | null {
  const list = Array.isArray(content) ? content : oneOf(record(content), 'cluster_statuses', 'clusterStatuses');
  if (!Array.isArray(list)) return isRecord(content) && Object.keys(content).length === 0 ? [] : null;
  return records(list).map((raw) => ({
    ...clusterNamed(str(raw['name'])),
    hosts: records(oneOf(raw, 'host_statuses', 'hostStatuses'))
      .slice(0, HOST_LIMIT)
      .map(readHost),
    limits: limitsOf(oneOf(raw, 'circuit_breakers', 'circuitBreakers')),
  }));
}

function readHost(raw: Raw): EnvoyHost {
  const address = record(raw['address']);
  const internal = oneOf(address, 'envoy_internal_address', 'envoyInternalAddress');
  const status = record(oneOf(raw, 'health_status', 'healthStatus'));
  const told = str(oneOf(status, 'eds_health_status', 'edsHealthStatus')).toUpperCase();
  const failed = FAILURES.filter((flag) => status[flag] === true || status[camel(flag)] === true);
  const stats = statsOf(raw['stats']);
  return {
    address: isRecord(internal)
      ? internalAddress(internal)
      : socketAddress(record(oneOf(address, 'socket_address', 'socketAddress')), address),
    tunnelled: isRecord(internal),
    healthy: failed.length === 0 && isSentTo(told),
    told: intern(told),
    ejected: failed.includes('failed_outlier_check'),
    weight: int(raw['weight'], 1),
    ...stats,
  };
}

/** Health flags that take a host out. */
const FAILURES = [
  'failed_active_health_check',
  'failed_outlier_check',
  'pending_active_hc',
  'excluded_via_immediate_hc_fail',
  'active_hc_timeout',
];

const camel = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

const internalAddress = (raw: Raw): string => word(oneOf(raw, 'endpoint_id', 'endpointId'));

function socketAddress(raw: Raw, outer: Raw): string {
  const port = int(oneOf(raw, 'port_value', 'portValue'));
  const address = str(raw['address']);
  if (address !== '') return intern(joined(address, port));
  return word(record(outer['pipe'])['path']);
}

const joined = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** A counter at zero has no value. Some releases count requests only as successes and errors. */
function statsOf(value: unknown): HostStats {
  const stats = noStats();
  let successes = 0;
  for (const raw of records(value)) {
    const name = str(raw['name']);
    const number = int(raw['value']);
    if (name in STATS) stats[STATS[name as keyof typeof STATS]] = number;
    if (name === 'rq_success') successes = number;
  }
  return { ...stats, requests: Math.max(stats.requests, successes + stats.requestErrors) };
}

/** Those of normal priority: the entry without a priority, or the one called DEFAULT. */
function limitsOf(value: unknown): EnvoyCluster['limits'] {
  const raw = records(record(value)['thresholds']).find((entry) => ['', 'DEFAULT'].includes(str(entry['priority'])));
  if (raw === undefined) return null;
  return {
    connections: int(oneOf(raw, 'max_connections', 'maxConnections')),
    pendingRequests: int(oneOf(raw, 'max_pending_requests', 'maxPendingRequests')),
    requests: int(oneOf(raw, 'max_requests', 'maxRequests')),
    retries: int(oneOf(raw, 'max_retries', 'maxRetries')),
  };
}
