/** Samples of Istio's standard metrics as traffic: the names of signals.md 3.4 and 5, and nothing else of what is served. */
import type { TrafficEnd, TrafficMeasure, TrafficReading, TrafficSeries } from '../state/traffic.ts';
import { intern } from './fields.ts';
import { isMetricsPage, readMetricsText, type Sample } from './metrics-text.ts';
import { errorOf, readAnswer, readQuery } from './prometheus.ts';
import type { Answered } from './ztunnel-config.ts';

/**
 * A proxy counts bytes as it sees them: what it received is the request, what it sent is the response, on both sides of
 * a connection alike (istio/istio#32399).
 */
const MEASURES: Readonly<Record<string, TrafficMeasure>> = {
  istio_requests_total: 'requests',
  istio_request_messages_total: 'request-messages',
  istio_response_messages_total: 'response-messages',
  istio_tcp_received_bytes_total: 'request-bytes',
  istio_tcp_sent_bytes_total: 'response-bytes',
  istio_tcp_connections_opened_total: 'connections-opened',
  istio_tcp_connections_closed_total: 'connections-closed',
  istio_tcp_connections_failed_total: 'connections-failed',
};

/** The metrics that count traffic. */
export const TRAFFIC_METRICS: readonly string[] = Object.keys(MEASURES);

/** The labels of theirs that are read. */
export const TRAFFIC_LABELS: readonly string[] = [
  'reporter',
  ...['source', 'destination'].flatMap((side) => [
    `${side}_cluster`,
    `${side}_workload_namespace`,
    `${side}_workload`,
    `${side}_canonical_service`,
    `${side}_canonical_revision`,
    `${side}_principal`,
  ]),
  'destination_service_namespace',
  'destination_service_name',
  'destination_service',
  'request_protocol',
  'response_code',
  'grpc_response_status',
  'response_flags',
  'connection_security_policy',
];

/** True for the metrics that count traffic. */
export function isTraffic(name: string): boolean {
  return MEASURES[name] !== undefined;
}

/** Series of one reading that are kept: one proxy, or one query, must not fill the memory. */
export const SERIES_LIMIT = 50_000;

/** A metrics page of a proxy; null where the text holds no metrics at all. */
export function readTrafficPage(content: unknown, answered: Answered): TrafficReading | null {
  if (typeof content !== 'string' || !isMetricsPage(content)) return null;
  return readingOf(
    readMetricsText(content, (name) => MEASURES[name] !== undefined),
    'total',
    answered,
  );
}

/** Prometheus' answer to one query. */
export type TrafficAnswer =
  | { kind: 'traffic'; reading: TrafficReading }
  /** the query is not about traffic, or calculates with it */
  | { kind: 'other' }
  | { kind: 'unreadable'; why: string };

/** The answer to a query for traffic. */
export function readTrafficAnswer(body: unknown, query: string, answered: Answered): TrafficAnswer {
  const error = errorOf(body);
  if (error !== '') return { kind: 'unreadable', why: error };
  const form = readQuery(query);
  if (form === null || (form.metric !== '' && MEASURES[form.metric] === undefined)) return { kind: 'other' };
  const samples = readAnswer(body, form);
  if (samples === null) return { kind: 'unreadable', why: 'The answer is not a vector of Prometheus.' };
  const unit = form.perSecond === null ? 'total' : 'per-second';
  const reading = readingOf(samples, unit, { ...answered, pod: '' });
  const { windowSeconds: seconds } = form;
  return { kind: 'traffic', reading: seconds > 0 ? { ...reading, seconds } : reading };
}

function readingOf(samples: readonly Sample[], unit: TrafficReading['unit'], answered: Answered): TrafficReading {
  const series: TrafficSeries[] = [];
  let omitted = 0;
  for (const sample of samples) {
    const measure = MEASURES[sample.name];
    if (measure === undefined || !(sample.value > 0 && Number.isFinite(sample.value))) continue;
    if (series.length >= SERIES_LIMIT) omitted += 1;
    else series.push(seriesOf(sample, measure));
  }
  return { unit, ...answered, series, omitted };
}

function seriesOf({ labels, value }: Sample, measure: TrafficMeasure): TrafficSeries {
  const label = (name: string): string => intern(labels[name] ?? '');
  const isRequest = measure === 'requests';
  const isMessage = measure === 'request-messages' || measure === 'response-messages';
  return {
    measure,
    reporter: label('reporter'),
    from: endOf(label, 'source'),
    to: endOf(label, 'destination'),
    service: {
      namespace: label('destination_service_namespace'),
      name: label('destination_service_name'),
      host: label('destination_service'),
    },
    protocol: isRequest ? label('request_protocol') : isMessage ? 'grpc' : 'tcp',
    code: isRequest ? label('response_code') : '',
    grpcStatus: isRequest ? label('grpc_response_status') : '',
    // Messages are counted while a stream runs, before its end is known.
    flags: isMessage ? '' : label('response_flags'),
    security: label('connection_security_policy'),
    value,
  };
}

const endOf = (label: (name: string) => string, side: 'source' | 'destination'): TrafficEnd => ({
  cluster: label(`${side}_cluster`),
  namespace: label(`${side}_workload_namespace`),
  workload: label(`${side}_workload`),
  app: label(`${side}_canonical_service`),
  version: label(`${side}_canonical_revision`),
  principal: label(`${side}_principal`),
});
