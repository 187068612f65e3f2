import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { TrafficReading } from '../state/traffic.ts';
import { readTrafficAnswer, readTrafficPage, SERIES_LIMIT } from './traffic.ts';

const answered = { pod: 'istio-system/ztunnel-a', at: null };
const LABELS =
  'reporter="source",source_workload="web",source_workload_namespace="shop",source_canonical_service="web",source_canonical_revision="v1",source_principal="spiffe://td/ns/shop/sa/web",source_cluster="c1",destination_workload="waypoint",destination_workload_namespace="shop",destination_service="api.shop.svc.cluster.local",destination_service_name="api",destination_service_namespace="shop",request_protocol="tcp",response_flags="-",connection_security_policy="mutual_tls"';

describe('a page of metrics', () => {
  it('gives its traffic with both ends, and the Service that was asked for', () => {
    const page = `# TYPE istio_tcp_connections_opened_total counter\nistio_tcp_connections_opened_total{${LABELS}} 12\nprocess_open_fds 7\n`;
    const reading = readTrafficPage(page, answered);
    expect(reading).toEqual({
      ...answered,
      unit: 'total',
      omitted: 0,
      series: [
        {
          measure: 'connections-opened',
          reporter: 'source',
          from: {
            cluster: 'c1',
            namespace: 'shop',
            workload: 'web',
            app: 'web',
            version: 'v1',
            principal: 'spiffe://td/ns/shop/sa/web',
          },
          to: { cluster: '', namespace: 'shop', workload: 'waypoint', app: '', version: '', principal: '' },
          service: { namespace: 'shop', name: 'api', host: 'api.shop.svc.cluster.local' },
          protocol: 'tcp',
          code: '',
          grpcStatus: '',
          flags: '-',
          security: 'mutual_tls',
          value: 12,
        },
      ],
    });
    expect(Value.Check(TrafficReading, reading)).toBe(true);
  });

  it.each([
    ['istio_tcp_received_bytes_total', 'request-bytes', 'tcp'],
    ['istio_tcp_sent_bytes_total', 'response-bytes', 'tcp'],
    ['istio_response_messages_total', 'response-messages', 'grpc'],
    ['istio_requests_total', 'requests', 'http'],
  ])('%s are %s', (name, measure, protocol) => {
    const reading = readTrafficPage(`${name}{request_protocol="http",response_code="200"} 1`, answered);
    expect(reading?.series).toMatchObject([{ measure, protocol, code: measure === 'requests' ? '200' : '' }]);
  });

  it('of a proxy without traffic is empty, and something else is none', () => {
    expect(readTrafficPage('process_open_fds 7\nistio_requests_total{} 0\n', answered)?.series).toEqual([]);
    expect(readTrafficPage('<html>', answered)).toBeNull();
    expect(readTrafficPage({}, answered)).toBeNull();
  });

  it('is cut off at the limit, and says so', () => {
    const line = (i: number) => `istio_requests_total{response_code="${i}"} 1`;
    const page = Array.from({ length: SERIES_LIMIT + 3 }, (_, i) => line(i)).join('\n');
    expect(readTrafficPage(page, answered)).toMatchObject({ omitted: 3 });
  });
});

describe('an answer of Prometheus', () => {
  const body = [{ metric: { source_workload: 'web', request_protocol: 'http' }, value: [1, '2.5'] }];

  it('is traffic per second, by nobody in particular', () => {
    const answer = readTrafficAnswer(body, 'rate(istio_requests_total{reporter="waypoint"}[5m])', answered);
    expect(answer).toMatchObject({
      kind: 'traffic',
      reading: { pod: '', unit: 'per-second', series: [{ reporter: 'waypoint', value: 2.5 }] },
    });
  });

  it.each([
    ['min by (pod) (ztunnel_connected)', 'other'],
    ['rate(istio_build[5m])', 'other'],
    ['istio_requests_total', 'traffic'],
  ])('%s: %s', (query, kind) => {
    expect(readTrafficAnswer(body, query, answered).kind).toBe(kind);
  });

  it('that is none says why', () => {
    expect(readTrafficAnswer({ status: 'error', error: 'too many samples' }, 'istio_requests_total', answered)).toEqual(
      {
        kind: 'unreadable',
        why: 'too many samples',
      },
    );
    expect(readTrafficAnswer('x', 'istio_requests_total', answered).kind).toBe('unreadable');
  });
});
