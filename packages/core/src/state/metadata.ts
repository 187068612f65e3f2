/** What every object carries, trimmed: all labels, and only the annotations that Istio's rules read. */
import { type Static, type TProperties, Type } from 'typebox';

export const Labels = Type.Record(Type.String(), Type.String());
export type Labels = Static<typeof Labels>;

/** A status condition as Kubernetes writes it. */
export const Condition = Type.Object({
  type: Type.String(),
  /** `True`, `False` or `Unknown` */
  status: Type.String(),
  reason: Type.String(),
  message: Type.String(),
  /** RFC 3339 of the last transition, or null */
  since: Type.Union([Type.String(), Type.Null()]),
  observedGeneration: Type.Union([Type.Integer(), Type.Null()]),
});
export type Condition = Static<typeof Condition>;

/** The condition of one type, if it is there. */
export function conditionOf(conditions: readonly Condition[], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

export const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** An entity: the common metadata plus its own properties. Cluster-scoped objects have namespace ''. */
export const entity = <T extends TProperties>(properties: T) =>
  Type.Object({
    namespace: Type.String(),
    name: Type.String(),
    uid: Type.String(),
    labels: Labels,
    annotations: Labels,
    createdAt: nullable(Type.String()),
    generation: nullable(Type.Integer()),
    ...properties,
  });

/** A Kubernetes label selector with both of its halves. */
export const LabelSelector = Type.Object({
  matchLabels: Labels,
  matchExpressions: Type.Array(
    Type.Object({ key: Type.String(), operator: Type.String(), values: Type.Array(Type.String()) }),
  ),
});
export type LabelSelector = Static<typeof LabelSelector>;
