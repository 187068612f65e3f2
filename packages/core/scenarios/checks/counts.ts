import { splitRef } from '../mesh/identity.ts';

/** Connections of one workload to another, as one ztunnel counted them. */
export interface Counted {
  reporter: 'source' | 'destination';
  /** `namespace/workload` */
  from: string;
  to: string;
  /** a host outside instead of a workload */
  host?: string;
  well?: number;
  failed?: number;
  flag?: string;
  plain?: boolean;
  bytes?: number;
}

/** The lines of a page of metrics. */
export function countLines(one: Counted): string[] {
  const { well = 0, failed = 0, flag = 'CONNECT', bytes = well * 900 } = one;
  const line = (name: string, flags: string, value: number): string =>
    `istio_tcp_${name}_total{${labelsOf(one, flags)}} ${value}`;
  return [
    line('connections_opened', '-', well + failed),
    line('connections_closed', '-', well),
    line('connections_closed', flag, failed),
    line('sent_bytes', '-', bytes),
  ];
}

function labelsOf({ reporter, from, to, host, plain = false }: Counted, flags: string): string {
  const [source, target] = [splitRef(from), splitRef(to)];
  const outside = host !== undefined;
  return Object.entries({
    reporter,
    source_workload: source.name,
    source_workload_namespace: source.namespace,
    destination_workload: outside ? 'unknown' : target.name,
    destination_workload_namespace: outside ? 'unknown' : target.namespace,
    destination_service: host ?? `${target.name}.${target.namespace}.svc.cluster.local`,
    destination_service_name: host ?? target.name,
    destination_service_namespace: target.namespace,
    request_protocol: 'tcp',
    response_flags: flags,
    connection_security_policy: plain ? 'unknown' : 'mutual_tls',
  })
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}

/** Requests that a waypoint counted, by status and flags. */
export function requestLines(
  from: string,
  to: string,
  ...ended: [code: number, flags: string, count: number][]
): string[] {
  const [source, target] = [splitRef(from), splitRef(to)];
  return ended.map(
    ([code, flags, count]) =>
      `istio_requests_total{reporter="waypoint",source_workload="${source.name}",source_workload_namespace="${source.namespace}",destination_workload="${target.name}",destination_workload_namespace="${target.namespace}",destination_service="${target.name}.${target.namespace}.svc.cluster.local",destination_service_name="${target.name}",destination_service_namespace="${target.namespace}",request_protocol="http",response_code="${code}",response_flags="${flags}",connection_security_policy="mutual_tls"} ${count}`,
  );
}
