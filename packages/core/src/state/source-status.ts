/** What was read and what was not. Absence of an object proves something only where its kind was read. */
import { type Static, Type } from 'typebox';

/** The permission that would make a source readable, in RBAC's own words. */
export const Permission = Type.Object({
  verb: Type.String(),
  resource: Type.String(),
  group: Type.String(),
  /** null = cluster-wide */
  namespace: Type.Union([Type.String(), Type.Null()]),
});
export type Permission = Static<typeof Permission>;

export const SourceState = Type.Union([
  Type.Literal('ok'),
  Type.Literal('syncing'),
  Type.Literal('stale'),
  Type.Literal('forbidden'),
  /** The server does not know the kind: there are none. */
  Type.Literal('unserved'),
  Type.Literal('failed'),
  /** Nobody asked: the input does not carry it. */
  Type.Literal('not-read'),
]);
export type SourceState = Static<typeof SourceState>;

/** One source: a Kubernetes kind (`Pod`) or a reading (`ztunnel-config`), for one namespace or pod or for all. */
export const SourceStatus = Type.Object({
  source: Type.String(),
  tier: Type.Integer(),
  /** The namespace of a kind, or `namespace/pod` that answered a reading; null = all. */
  scope: Type.Union([Type.String(), Type.Null()]),
  state: SourceState,
  /** RFC 3339; when the answer was taken, or since when it is stale */
  at: Type.Union([Type.String(), Type.Null()]),
  count: Type.Integer(),
  /** Why not, in one sentence; empty when ok */
  message: Type.String(),
  permission: Type.Union([Permission, Type.Null()]),
  /** Keys of a reading that this version does not know; counted, never fatal. */
  unknownKeys: Type.Optional(Type.Integer()),
});
export type SourceStatus = Static<typeof SourceStatus>;

const READABLE: ReadonlySet<SourceState> = new Set(['ok', 'stale', 'unserved']);

/**
 * True where the absence of an object proves that there is none. Of a kind that is stale the last objects are still there; an
 * answer of a component that is too old is not.
 */
export function isReadable({ state, tier }: SourceStatus): boolean {
  return READABLE.has(state) && !(state === 'stale' && tier > 0);
}
