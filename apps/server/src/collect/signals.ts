/**
 * What components are asked, and how: the closed list of everything that Hopscope ever sends to a pod (signals 1.2, 3, 4, 5, 6).
 * An address that is not here is not reachable through us, and none of these changes anything where it is answered.
 */

export type Component = 'istiod' | 'ztunnel' | 'cni' | 'waypoint' | 'gateway';

/** How a pod is reached: through the API server's pod proxy, a port-forward, or its log. */
export type Way = 'proxy' | 'forward' | 'log';

export interface Signal {
  /** the source of its readings, as bundles name it */
  readonly source: string;
  readonly component: Component;
  /** evidence tier of the contract; a way belongs to one tier */
  readonly tier: 1 | 2 | 3;
  readonly way: Way;
  /** 0 for logs */
  readonly port: number;
  /** without a query; '' for logs */
  readonly path: string;
  /** ms between two answers of one pod while somebody looks; the budget may stretch it */
  readonly everyMs: number;
  /** an answer is cut off here, in bytes */
  readonly limitBytes: number;
  /** for the whole answer, in ms */
  readonly timeoutMs: number;
}

const MIB = 1 << 20;
const SECOND = 1000;

const proxy = (source: string, component: Component, port: number, path: string, everyMs: number): Signal => ({
  source,
  component,
  tier: 1,
  way: 'proxy',
  port,
  path,
  everyMs,
  limitBytes: 16 * MIB,
  timeoutMs: 10 * SECOND,
});

const forward = (source: string, component: Component, port: number, path: string, limitBytes: number): Signal => ({
  source,
  component,
  tier: 2,
  way: 'forward',
  port,
  path,
  everyMs: 60 * SECOND,
  limitBytes,
  timeoutMs: 30 * SECOND,
});

const log = (source: string, component: Component): Signal => ({
  source,
  component,
  tier: 3,
  way: 'log',
  port: 0,
  path: '',
  everyMs: 60 * SECOND,
  limitBytes: 4 * MIB,
  timeoutMs: 15 * SECOND,
});

/** Every signal, by tier. */
export const SIGNALS: readonly Signal[] = [
  proxy('ztunnel-ready', 'ztunnel', 15021, '/healthz/ready', 30 * SECOND),
  proxy('ztunnel-metrics', 'ztunnel', 15020, '/metrics', 15 * SECOND),
  proxy('istiod-ready', 'istiod', 8080, '/ready', 30 * SECOND),
  proxy('istiod-version', 'istiod', 15014, '/version', 300 * SECOND),
  proxy('istiod-metrics', 'istiod', 15014, '/metrics', 30 * SECOND),
  proxy('cni-ready', 'cni', 8000, '/readyz', 30 * SECOND),
  proxy('cni-metrics', 'cni', 15014, '/metrics', 30 * SECOND),
  proxy('waypoint-metrics', 'waypoint', 15020, '/stats/prometheus', 15 * SECOND),
  proxy('gateway-metrics', 'gateway', 15020, '/stats/prometheus', 15 * SECOND),
  forward('istiod-syncz', 'istiod', 15014, '/debug/syncz', 64 * MIB),
  forward('istiod-mesh', 'istiod', 15014, '/debug/mesh', 4 * MIB),
  forward('ztunnel-config', 'ztunnel', 15000, '/config_dump', 256 * MIB),
  forward('waypoint-clusters', 'waypoint', 15000, '/clusters', 32 * MIB),
  log('ztunnel-log', 'ztunnel'),
  log('waypoint-log', 'waypoint'),
  log('cni-log', 'cni'),
  log('istiod-log', 'istiod'),
];
