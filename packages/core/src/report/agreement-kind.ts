/** How what the configuration says and what was seen agree. Apart from what finds it out, which carries all checks: pages need the word alone. */
import { type Static, Type } from 'typebox';

export const AgreementKind = Type.Union([
  /** the configuration lets it pass, and it does */
  Type.Literal('confirmed'),
  /** it would pass; nothing was seen */
  Type.Literal('no-traffic'),
  /** it should pass, and fails: the cause is not modelled, or what was read is out of date */
  Type.Literal('conflict-passes-failing'),
  /** blocked, and failing by what blocks it */
  Type.Literal('blocked-confirmed'),
  /** blocked, and failing by something else besides */
  Type.Literal('blocked-twice'),
  /** blocked, and arriving: our model or what it was given is wrong */
  Type.Literal('conflict-blocked-succeeding'),
  /** blocked; nothing was seen */
  Type.Literal('would-be-blocked'),
  /** the configuration could not be judged: what was seen is all there is */
  Type.Literal('observation-only'),
]);
export type AgreementKind = Static<typeof AgreementKind>;
