/** Measured traffic for tests: one request a second from `shop/web` to `shop/api`, but for what a test is about. */
import type { TrafficEnd, TrafficReading, TrafficSeries } from '../state/traffic.ts';

/** `namespace/workload`, of the application of that name. */
export function end(name: string, rest: Partial<TrafficEnd> = {}): TrafficEnd {
  const [namespace = '', workload = ''] = name.split('/');
  const app = workload.replace(/-v\d+$/, '');
  const version = workload === app ? '' : workload.slice(app.length + 1);
  return { cluster: 'c1', namespace, workload, app, version, principal: '', ...rest };
}

export function series(rest: Partial<TrafficSeries> = {}): TrafficSeries {
  return {
    measure: 'requests',
    reporter: 'waypoint',
    from: end('shop/web'),
    to: end('shop/api-v1'),
    service: { namespace: 'shop', name: 'api', host: 'api.shop.svc.cluster.local' },
    protocol: rest.measure === undefined || rest.measure === 'requests' ? 'http' : 'tcp',
    code: '200',
    grpcStatus: '',
    flags: '-',
    security: 'mutual_tls',
    value: 1,
    ...rest,
  };
}

export function bytes(rest: Partial<TrafficSeries> = {}): TrafficSeries {
  return series({ measure: 'request-bytes', reporter: 'source', code: '', ...rest });
}

export function reading(list: readonly TrafficSeries[], rest: Partial<TrafficReading> = {}): TrafficReading {
  return { pod: '', at: null, unit: 'per-second', series: [...list], omitted: 0, ...rest };
}
