/** What both forms of Envoy's `/clusters` have in common: the names of clusters and of counters. */
import type { EnvoyCluster } from '../state/envoy-clusters.ts';
import { int, intern, shortened } from './fields.ts';

const NAME_LIMIT = 300;

/** `<direction>|<port>|<protocol or subset>|<host>`, in old gateways joined by `_.`; anything else is the proxy's own. */
export function clusterNamed(text: string): EnvoyCluster {
  const name = intern(shortened(text, NAME_LIMIT));
  const parts = (name.includes('|') ? name.split('|') : name.split('_.')).map((part) => part.replace(/^_|_$/g, ''));
  const cluster = { name, direction: '', port: 0, protocol: '', subset: '', host: '', hosts: [], limits: null };
  if (parts.length !== 4) return cluster;
  const [direction, port, middle, host] = parts as [string, string, string, string];
  const isVip = direction === 'inbound-vip';
  const [protocol = '', subset = ''] = isVip ? middle.split('/') : ['', middle];
  return {
    ...cluster,
    direction: intern(direction),
    port: int(port),
    protocol: intern(protocol),
    subset: intern(subset),
    host: intern(host),
  };
}

/** Envoy sends to hosts that are healthy or degraded; a host of which nothing was said is healthy. */
export const isSentTo = (told: string): boolean => !['UNHEALTHY', 'DRAINING', 'TIMEOUT'].includes(told);

/** Envoy's counters by the names they have here. */
export const STATS = {
  rq_total: 'requests',
  rq_error: 'requestErrors',
  rq_timeout: 'requestTimeouts',
  cx_total: 'connections',
  cx_connect_fail: 'connectFailures',
} as const;

export type HostStats = Record<(typeof STATS)[keyof typeof STATS], number>;

export const noStats = (): HostStats => ({
  requests: 0,
  requestErrors: 0,
  requestTimeouts: 0,
  connections: 0,
  connectFailures: 0,
});
