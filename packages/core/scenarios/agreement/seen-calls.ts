import { splitRef } from '../mesh/identity.ts';
import type { Mesh } from '../mesh/mesh.ts';

/** How calls of one workload to another went, between two looks at the counters. */
export interface SeenCalls {
  /** `namespace/workload`; `web/client` where nothing is said */
  from?: string;
  /** closed without remark */
  well?: number;
  failed?: number;
  /** as the caller's ztunnel says; CONNECT where it knows no more */
  flag?: string;
  /** as the ztunnel of what is called says, which does not see what never came; '' = it saw nothing */
  reason?: string;
  /** bytes came back */
  bytes?: number;
  /** SPIFFE URI; the caller's own where nothing is said, `unknown` for plain text */
  identity?: string;
}

/** Seconds between the two looks. */
export const WINDOW = 300;

/** What both ztunnels counted of calls to `shop/server`: much before, and what is said since. */
export function seen(inside: Mesh, calls: SeenCalls = {}): Mesh {
  const { reason = '' } = calls;
  const taken = { ...calls, failed: reason === '' ? 0 : (calls.failed ?? 0), flag: reason };
  count(inside, 'ztunnel-metrics', ZTUNNEL_OF_CLIENT, (extra) => connectionLines('source', calls, extra));
  count(inside, 'ztunnel-metrics', ZTUNNEL_OF_SERVER, (extra) => connectionLines('destination', taken, extra));
  return inside;
}

/** What the waypoint counted of requests: by status and flag, since the first look. */
export function seenRequests(inside: Mesh, ...ended: [code: number, flags: string, count: number][]): Mesh {
  count(inside, 'waypoint-metrics', 'shop/waypoint', (extra) => ended.map((one) => requestLine(one, extra)));
  return inside;
}

const ZTUNNEL_OF_CLIENT = 'istio-system/ztunnel@node-1';
const ZTUNNEL_OF_SERVER = 'istio-system/ztunnel@node-2';

function count(
  inside: Mesh,
  source: 'ztunnel-metrics' | 'waypoint-metrics',
  of: string,
  lines: (extra: boolean) => string[],
): void {
  inside.spec.answers.push({ source, of, ago: WINDOW, said: lines(false) }, { source, of, said: lines(true) });
}

/** Counted before the first look: it went well, and some failed. */
const BEFORE = 1000;

function connectionLines(reporter: 'source' | 'destination', calls: SeenCalls, extra: boolean): string[] {
  const { well = 0, failed = 0, flag = 'CONNECT', bytes = well * 900 } = calls;
  const now = (value: number): number => BEFORE + (extra ? value : 0);
  const line = (name: string, flags: string, value: number): string =>
    `istio_tcp_${name}_total{${labelsOf(reporter, calls, flags)}} ${now(value)}`;
  return [
    line('connections_opened', '-', well + failed),
    line('connections_closed', '-', well),
    ...(flag === '' ? [] : [line('connections_closed', flag, failed)]),
    line('sent_bytes', '-', bytes),
  ];
}

function labelsOf(reporter: string, { from = 'web/client', identity }: SeenCalls, flags: string): string {
  const { namespace, name } = splitRef(from);
  return labels({
    reporter,
    source_workload: name,
    source_workload_namespace: namespace,
    source_principal: identity ?? `spiffe://cluster.local/ns/${namespace}/sa/${name}`,
    ...SERVER,
    request_protocol: 'tcp',
    response_flags: flags,
    connection_security_policy: identity === 'unknown' ? 'unknown' : 'mutual_tls',
  });
}

function requestLine([code, flags, times]: [code: number, flags: string, count: number], extra: boolean): string {
  const text = labels({
    reporter: 'waypoint',
    source_workload: 'client',
    source_workload_namespace: 'web',
    source_principal: 'spiffe://cluster.local/ns/web/sa/client',
    ...SERVER,
    request_protocol: 'http',
    response_code: String(code),
    response_flags: flags,
    connection_security_policy: 'mutual_tls',
  });
  return `istio_requests_total{${text}} ${BEFORE + (extra ? times : 0)}`;
}

const SERVER = {
  destination_workload: 'server',
  destination_workload_namespace: 'shop',
  destination_service: 'server.shop.svc.cluster.local',
  destination_service_name: 'server',
  destination_service_namespace: 'shop',
};

const labels = (of: Record<string, string>): string =>
  Object.entries(of)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
