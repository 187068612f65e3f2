/** The fixed words of the contract for hops and verdicts. */
import { type Static, Type } from 'typebox';

/** Hop kinds in walking order, then those off the wire. */
export const HopKind = Type.Enum([
  'client',
  'source-ztunnel',
  'resolution',
  'outbound-link',
  'gateway',
  'waypoint',
  'upstream-link',
  'east-west-gateway',
  'destination-ztunnel',
  'destination',
  'external',
  'control-plane',
]);
export type HopKind = Static<typeof HopKind>;

export const HopState = Type.Enum([
  'pass',
  'block',
  'warn',
  'unknown',
  'not-reached',
  'would-pass',
  'would-block',
  'hidden',
  'not-applicable',
]);
export type HopState = Static<typeof HopState>;

export const Verdict = Type.Enum(['delivered', 'degraded', 'blocked', 'varies', 'unknown']);
export type Verdict = Static<typeof Verdict>;

export const Blame = Type.Enum(['kubernetes', 'application', 'istio', 'configuration']);
export type Blame = Static<typeof Blame>;

export const Severity = Type.Enum(['broken', 'degraded', 'latent']);
export type Severity = Static<typeof Severity>;

export const Certainty = Type.Enum(['confirmed', 'likely', 'suspected']);
export type Certainty = Static<typeof Certainty>;
