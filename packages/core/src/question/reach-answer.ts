/** The answers to "who can reach this?" and "what does this reach?": ends that come out the same, for the same reason, together. */
import { type Static, Type } from 'typebox';
import { Blame, Certainty, HopKind, Verdict } from '../path/hop-kind.ts';
import { nullable } from '../state/metadata.ts';
import { Ref } from '../state/ref.ts';

/** What settles a call at one place of its way. */
export const Decider = Type.Object({
  hop: HopKind,
  /** `admits`, `refuses`; `stops` = a failure, no policy; `depends` = on the HTTP request; `open` = nothing restricts here */
  effect: Type.Enum(['admits', 'refuses', 'stops', 'depends', 'open']),
  /** the policy or other object; null where there is none, or where it is the caller's own */
  object: nullable(Ref),
  /** 1-based rule of an AuthorizationPolicy */
  rule: nullable(Type.Integer()),
  /** cause code; '' where nothing fails */
  check: Type.String(),
});
export type Decider = Static<typeof Decider>;

/** A caller or a target of the mesh. */
export const ReachEnd = Type.Object({
  /** as `parseFrom` or `parseTo` reads it */
  text: Type.String(),
  kind: Type.Enum(['workload', 'gateway', 'node', 'apiserver', 'outside', 'service', 'host']),
  namespace: Type.String(),
  name: Type.String(),
  /** pods that stand behind a caller; 0 for others */
  pods: Type.Integer(),
  /** principal a caller presents, '' = none; of several the first */
  identity: Type.String(),
});
export type ReachEnd = Static<typeof ReachEnd>;

export const ReachGroup = Type.Object({
  verdict: Verdict,
  /** what the configuration alone says */
  expected: Verdict,
  blame: nullable(Blame),
  certainty: nullable(Certainty),
  /** one plain sentence that holds for every end; names in backticks */
  sentence: Type.String(),
  deciders: Type.Array(Decider),
  /** the waypoint they pass */
  waypoint: nullable(Ref),
  /** why they pass a bound waypoint by: `ingress`, `sidecar-client`, …; '' = they do not */
  skipped: Type.String(),
  encrypted: Type.Boolean(),
  ends: Type.Array(ReachEnd),
});
export type ReachGroup = Static<typeof ReachGroup>;

export const Reach = Type.Object({
  /** the fixed end, as it was asked */
  about: Type.String(),
  direction: Type.Enum(['to', 'from']),
  sentence: Type.String(),
  /** ends by verdict */
  counts: Type.Record(Type.String(), Type.Integer()),
  /** worst last: who gets through comes first */
  groups: Type.Array(ReachGroup),
  /** what was not read: callers or targets may be missing */
  notKnown: Type.Array(Type.String()),
  /** why nothing could be asked; '' = it could */
  refusal: Type.String(),
  asOf: Type.String(),
});
export type Reach = Static<typeof Reach>;
