/** What components counted of themselves: the metrics that checks ask about, and nothing else of what is served. */
import { type Static, Type } from 'typebox';
import { nullable } from './metadata.ts';

export const ComponentSample = Type.Object({
  /** as signals.md spells it, whatever the release calls it */
  name: Type.String(),
  /** those that matter for this name; samples that differ only in others are added up */
  labels: Type.Record(Type.String(), Type.String()),
  value: Type.Number(),
});
export type ComponentSample = Static<typeof ComponentSample>;

export const ComponentMetrics = Type.Object({
  source: Type.String(),
  /** `namespace/name`; '' for Prometheus, whose samples name the pod by a label */
  pod: Type.String(),
  at: nullable(Type.String()),
  /** counters since the start of the process, or per second */
  unit: Type.Union([Type.Literal('total'), Type.Literal('per-second')]),
  /** over how long a rate was taken, where that is known */
  seconds: Type.Optional(Type.Number()),
  samples: Type.Array(ComponentSample),
  omitted: Type.Integer(),
});
export type ComponentMetrics = Static<typeof ComponentMetrics>;
