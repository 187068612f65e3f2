import type { Reading } from '../bundle.ts';
import { splitRef } from './identity.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import type { CountSpec } from './spec.ts';

/** The metrics of a ztunnel, where the mesh says what was counted: each side's node tells its own side. */
export function readCounts(plan: MeshPlan, ztunnel: PodPlan): Reading[] {
  const { counts, takenAt } = plan.spec;
  if (counts.length === 0) return [];
  const lines = counts.flatMap((count) => [
    ...(isOn(plan, count.from, ztunnel.node) ? linesOf(count, 'source') : []),
    ...(isOn(plan, count.to, ztunnel.node) ? linesOf(count, 'destination') : []),
  ]);
  const text = ['# TYPE istio_build gauge', 'istio_build{component="ztunnel",tag="1.30.1"} 1', ...lines, ''].join('\n');
  return [{ source: 'ztunnel-metrics', pod: `${ztunnel.namespace}/${ztunnel.name}`, at: takenAt, text, error: null }];
}

const isOn = (plan: MeshPlan, ref: string, node: string | undefined): boolean =>
  plan.pods.some((pod) => `${pod.namespace}/${pod.workload.name}` === ref && pod.node === node);

/** What fails at the destination fails to connect for the source. */
function linesOf({ from, to, closed, flags }: CountSpec, reporter: 'source' | 'destination'): string[] {
  const [source, destination] = [splitRef(from), splitRef(to)];
  const labels = (flag: string): string =>
    Object.entries({
      reporter,
      source_workload: source.name,
      source_workload_namespace: source.namespace,
      destination_workload: destination.name,
      destination_workload_namespace: destination.namespace,
      destination_service: `${destination.name}.${destination.namespace}.svc.cluster.local`,
      destination_service_name: destination.name,
      destination_service_namespace: destination.namespace,
      request_protocol: 'tcp',
      response_flags: flag,
      connection_security_policy: 'mutual_tls',
    })
      .map(([name, value]) => `${name}="${value}"`)
      .join(',');
  const flag = flags === '-' || reporter === 'destination' ? flags : 'CONNECT';
  return [
    `istio_tcp_connections_opened_total{${labels('-')}} ${closed}`,
    `istio_tcp_connections_closed_total{${labels(flag)}} ${closed}`,
    `istio_tcp_sent_bytes_total{${labels('-')}} ${flags === '-' ? closed * 900 : 0}`,
  ];
}
