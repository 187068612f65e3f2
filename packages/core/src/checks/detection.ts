/** What a check finds: plain data that any panel can draw and any script can read. */
import { type Static, Type } from 'typebox';
import { Blame, Certainty, Severity } from '../path/hop-kind.ts';
import { Ref } from '../state/ref.ts';
import { SuggestedChange } from './change.ts';

/** One fact that was observed, and where. */
export const Evidence = Type.Object({
  kind: Type.Union([
    Type.Literal('field'),
    Type.Literal('condition'),
    Type.Literal('event'),
    Type.Literal('reading'),
    Type.Literal('evaluation'),
  ]),
  /** the object it was read from; null for an evaluation over several */
  object: Type.Union([Ref, Type.Null()]),
  /** field path, condition type, reading source or rule id */
  field: Type.String(),
  observed: Type.String(),
  /** what would have been right; '' where nothing was expected */
  expected: Type.String(),
  /** RFC 3339 of the observation or of the transition */
  at: Type.Union([Type.String(), Type.Null()]),
  tier: Type.Integer(),
});
export type Evidence = Static<typeof Evidence>;

/** What would mend it, shown and never applied. */
export const Remedy = Type.Object({
  text: Type.String(),
  /** a command to look or to mend; '' where there is none */
  command: Type.String(),
  /** lines of a YAML diff, each starting with `+`, `-` or a space; empty where there is none */
  diff: Type.Array(Type.String()),
  /** the same, exact: with these changes the finding is gone; left out where what to change is not definite */
  changes: Type.Optional(Type.Array(SuggestedChange)),
});
export type Remedy = Static<typeof Remedy>;

export const Detection = Type.Object({
  /** id of the check = cause code */
  check: Type.String(),
  /** the object that is at fault; findings with the same check and subject are one cause */
  subject: Ref,
  severity: Severity,
  certainty: Certainty,
  blame: Blame,
  /** one plain sentence; names in backticks */
  sentence: Type.String(),
  evidence: Type.Array(Evidence),
  /** other objects that matter, as links */
  objects: Type.Array(Ref),
  fix: Type.Array(Remedy),
  /** RFC 3339 since when, where a transition or event tells */
  since: Type.Union([Type.String(), Type.Null()]),
});
export type Detection = Static<typeof Detection>;
