/** Series of a mesh as a Prometheus holds them: every link counted at both ends and at a waypoint. */
import type { LoadedSeries } from '../../src/prometheus/test-prometheus.ts';

export interface MeshSize {
  namespaces: number;
  servicesPerNamespace: number;
  /** Services that each one calls */
  callsPerService: number;
  nodes: number;
}

/** So far apart that a window of five minutes, and the one before it, hold several. */
const STEP_MS = 150_000;
const SAMPLES = 5;

/** The series up to a time (ms since 1970). */
export function* generateSeries(size: MeshSize, until: number): Generator<LoadedSeries> {
  const counting = (rate: number): [number, number][] =>
    Array.from({ length: SAMPLES }, (_, i) => [until - (SAMPLES - 1 - i) * STEP_MS, (rate * i * STEP_MS) / 1000]);
  const services = size.namespaces * size.servicesPerNamespace;
  for (let node = 0; node < size.nodes; node += 1) {
    const target = targetOf(node);
    yield { name: 'up', labels: target, samples: counting(0).map(([at]) => [at, 1]) };
    yield { name: 'istio_build', labels: { ...target, component: 'ztunnel', tag: '1.30.1' }, samples: counting(0) };
    for (const url of ['Address', 'Authorization'])
      yield { name: 'istio_xds_message_total', labels: { ...target, url }, samples: counting(1) };
  }
  for (let from = 0; from < services; from += 1)
    for (let call = 1; call <= size.callsPerService; call += 1) {
      const to = (from + call * 7) % services;
      const ends = { ...endOf('source', from, size), ...endOf('destination', to, size), ...serviceOf(to, size) };
      for (const [reporter, node] of [
        ['source', from % size.nodes],
        ['destination', to % size.nodes],
      ] as const) {
        const shared = { ...targetOf(node), ...ends, reporter, connection_security_policy: 'mutual_tls' };
        const labels = { ...shared, request_protocol: 'tcp', response_flags: '-' };
        for (const metric of ['connections_opened', 'connections_closed', 'sent_bytes', 'received_bytes'])
          yield { name: `istio_tcp_${metric}_total`, labels, samples: counting(1 + (from % 9)) };
      }
      const waypoint = {
        job: 'pods',
        instance: `w-${to}`,
        namespace: `ns-${to % size.namespaces}`,
        pod: `waypoint-${to}`,
      };
      const request = { ...waypoint, ...ends, reporter: 'waypoint', request_protocol: 'http', response_flags: '-' };
      yield { name: 'istio_requests_total', labels: { ...request, response_code: '200' }, samples: counting(5) };
    }
}

const targetOf = (node: number): Record<string, string> => ({
  job: 'ztunnel',
  instance: `10.0.${node}.1:15020`,
  namespace: 'istio-system',
  pod: `ztunnel-${node}`,
});

function endOf(side: string, service: number, { namespaces }: MeshSize): Record<string, string> {
  const [namespace, workload] = [`ns-${service % namespaces}`, `service-${service}`];
  return {
    [`${side}_workload`]: workload,
    [`${side}_workload_namespace`]: namespace,
    [`${side}_canonical_service`]: workload,
    [`${side}_canonical_revision`]: 'v1',
    [`${side}_principal`]: `spiffe://cluster.local/ns/${namespace}/sa/${workload}`,
    [`${side}_cluster`]: 'Kubernetes',
  };
}

function serviceOf(service: number, { namespaces }: MeshSize): Record<string, string> {
  const [namespace, name] = [`ns-${service % namespaces}`, `service-${service}`];
  return {
    destination_service: `${name}.${namespace}.svc.cluster.local`,
    destination_service_name: name,
    destination_service_namespace: namespace,
  };
}
