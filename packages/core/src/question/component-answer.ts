/** What is known of each running part of the mesh beyond its cell of the dependency chain. */
import { type Static, type TSchema, Type } from 'typebox';
import { nullable } from '../state/metadata.ts';

/** A value, or why there is none: '' where it does not apply to such a component. */
const known = <T extends TSchema>(schema: T) => Type.Object({ value: nullable(schema), unknown: Type.String() });

/** One pod of a component. */
export const ComponentPod = Type.Object({
  /** `namespace/name` */
  name: Type.String(),
  node: Type.String(),
  ready: Type.Boolean(),
  restarts: Type.Integer(),
  /** RFC 3339 */
  startedAt: nullable(Type.String()),
  /** the release it runs as it is written, '' = nobody says */
  version: Type.String(),
});
export type ComponentPod = Static<typeof ComponentPod>;

/** A proxy that has not taken what it was sent. */
export const Behind = Type.Object({
  /** `namespace/pod` */
  proxy: Type.String(),
  /** what it has not acknowledged: `WDS`, `CDS`, … */
  types: Type.Array(Type.String()),
  /** what it answered instead; empty where it is silent */
  errors: Type.Array(Type.String()),
  /** RFC 3339 of when the oldest of it was sent */
  since: nullable(Type.String()),
});
export type Behind = Static<typeof Behind>;

/** For istiod: who is connected and who of them is behind. For a proxy: the istiods it is connected to, and whether it is behind. */
export const ComponentSync = Type.Object({
  connected: Type.Integer(),
  behind: Type.Array(Behind),
  /** RFC 3339 of the answer */
  at: nullable(Type.String()),
});
export type ComponentSync = Static<typeof ComponentSync>;

/** Certificates that a ztunnel holds for the pods of its node. */
export const HeldCertificates = Type.Object({
  held: Type.Integer(),
  /** of these, not available */
  missing: Type.Integer(),
  /** RFC 3339: the first to run out */
  firstExpiresAt: nullable(Type.String()),
  /** whose it is, `namespace/service-account` */
  firstOf: Type.String(),
  at: nullable(Type.String()),
});
export type HeldCertificates = Static<typeof HeldCertificates>;

export const ComponentFacts = Type.Object({
  /** id of the cell in the chain */
  id: Type.String(),
  pods: Type.Array(ComponentPod),
  /** releases its pods run, each once */
  versions: known(Type.Array(Type.String())),
  sync: known(ComponentSync),
  certificates: known(HeldCertificates),
});
export type ComponentFacts = Static<typeof ComponentFacts>;

/** What ends first of the certificates that every other one rests on. */
export const AuthorityFacts = Type.Object({
  what: Type.Enum(['root', 'intermediate']),
  /** RFC 3339 */
  expiresAt: Type.String(),
  /** the object or the answer it was read from */
  from: Type.String(),
});
export type AuthorityFacts = Static<typeof AuthorityFacts>;

export const Components = Type.Object({
  components: Type.Array(ComponentFacts),
  authority: known(AuthorityFacts),
});
export type Components = Static<typeof Components>;
