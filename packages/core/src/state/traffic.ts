/** Traffic as proxies counted it: ztunnels, waypoints and gateways themselves, or Prometheus on their behalf. */
import { type Static, Type } from 'typebox';
import { nullable } from './metadata.ts';

/** What was counted. `request` is what the caller sent, `response` what came back, whoever reports it. */
export const TrafficMeasure = Type.Union([
  Type.Literal('requests'),
  Type.Literal('request-messages'),
  Type.Literal('response-messages'),
  Type.Literal('request-bytes'),
  Type.Literal('response-bytes'),
  Type.Literal('connections-opened'),
  Type.Literal('connections-closed'),
  Type.Literal('connections-failed'),
]);
export type TrafficMeasure = Static<typeof TrafficMeasure>;

/** One end as the proxy names it; '' where it says nothing, `unknown` where it says that it does not know. */
export const TrafficEnd = Type.Object({
  cluster: Type.String(),
  namespace: Type.String(),
  workload: Type.String(),
  /** canonical service */
  app: Type.String(),
  /** canonical revision */
  version: Type.String(),
  /** SPIFFE URI */
  principal: Type.String(),
});
export type TrafficEnd = Static<typeof TrafficEnd>;

export const TrafficSeries = Type.Object({
  measure: TrafficMeasure,
  /** `source`, `destination`, `waypoint`; '' where it was summed away */
  reporter: Type.String(),
  from: TrafficEnd,
  to: TrafficEnd,
  /** the Service that was asked for; its host is what the request named where no Service is known */
  service: Type.Object({ namespace: Type.String(), name: Type.String(), host: Type.String() }),
  /** `http`, `grpc`, `tcp` */
  protocol: Type.String(),
  /** HTTP status; '' for what has none */
  code: Type.String(),
  /** gRPC status, '' where there is none */
  grpcStatus: Type.String(),
  /** `-`: nothing remarkable */
  flags: Type.String(),
  /** `mutual_tls`, `unknown` or '' */
  security: Type.String(),
  value: Type.Number(),
});
export type TrafficSeries = Static<typeof TrafficSeries>;

/** What one proxy, or one query, tells. Totals and rates of one proxy stand side by side, as two readings. */
export const TrafficReading = Type.Object({
  /** `namespace/name` of the proxy; '' for Prometheus, which speaks for all */
  pod: Type.String(),
  at: nullable(Type.String()),
  /** `total` = counted since the proxy started */
  unit: Type.Union([Type.Literal('per-second'), Type.Literal('total')]),
  /** over how long a rate was taken, where that is known */
  seconds: Type.Optional(Type.Number()),
  series: Type.Array(TrafficSeries),
  /** series that were left out: more than one reading may hold */
  omitted: Type.Integer(),
});
export type TrafficReading = Static<typeof TrafficReading>;
