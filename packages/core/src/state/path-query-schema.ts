/** The schema of a question, apart from its text forms: pages read and write those and need no schema. */
import { type Static, Type } from 'typebox';

export const HttpPart = Type.Object({
  method: Type.String(),
  path: Type.String(),
  /** names in lower case; `host` where it matters */
  headers: Type.Record(Type.String(), Type.String()),
});
export type HttpPart = Static<typeof HttpPart>;

export const From = Type.Union([
  Type.Object({ kind: Type.Literal('pod'), namespace: Type.String(), name: Type.String() }),
  Type.Object({ kind: Type.Literal('workload'), namespace: Type.String(), name: Type.String() }),
  Type.Object({ kind: Type.Literal('gateway'), namespace: Type.String(), name: Type.String() }),
  Type.Object({ kind: Type.Literal('node'), name: Type.String() }),
  Type.Object({ kind: Type.Literal('apiserver') }),
  Type.Object({ kind: Type.Literal('outside') }),
  Type.Object({ kind: Type.Literal('ip'), address: Type.String() }),
]);
export type From = Static<typeof From>;

export const To = Type.Union([
  Type.Object({ kind: Type.Literal('service'), namespace: Type.String(), name: Type.String(), port: Type.Integer() }),
  Type.Object({ kind: Type.Literal('pod'), namespace: Type.String(), name: Type.String(), port: Type.Integer() }),
  Type.Object({ kind: Type.Literal('host'), host: Type.String(), port: Type.Integer() }),
  Type.Object({ kind: Type.Literal('ip'), address: Type.String(), port: Type.Integer() }),
]);
export type To = Static<typeof To>;

export const PathQuery = Type.Object({ from: From, to: To, http: Type.Union([HttpPart, Type.Null()]) });
export type PathQuery = Static<typeof PathQuery>;
