/** The answer to "where is this policy enforced, and for what?". */
import { type Static, Type } from 'typebox';
import { nullable } from '../state/metadata.ts';
import { Ref } from '../state/ref.ts';

/** One place that enforces it. */
export const Enforcement = Type.Object({
  at: Type.Enum(['ztunnel', 'waypoint', 'gateway', 'sidecar', 'network']),
  /** the waypoint or gateway; null for the others */
  by: nullable(Ref),
  /** workloads, or the Services and ServiceEntries whose traffic is checked there */
  objects: Type.Array(Ref),
  /** pods of these workloads; 0 for Services */
  pods: Type.Integer(),
  sentence: Type.String(),
});
export type Enforcement = Static<typeof Enforcement>;

/** A part of it that nobody enforces. */
export const NotEnforced = Type.Object({
  /** the target, the workload or the whole object */
  what: Type.String(),
  why: Type.String(),
  /** id of the rule that says so */
  rule: Type.String(),
});
export type NotEnforced = Static<typeof NotEnforced>;

/** What ztunnel makes of one rule of an AuthorizationPolicy (A5-A8). */
export const RuleEffect = Type.Object({
  /** 1-based */
  rule: Type.Integer(),
  effect: Type.Enum(['as-written', 'dropped', 'never', 'broader']),
  sentence: Type.String(),
});
export type RuleEffect = Static<typeof RuleEffect>;

export const PolicyEffect = Type.Object({
  object: Ref,
  sentence: Type.String(),
  enforced: Type.Array(Enforcement),
  notEnforced: Type.Array(NotEnforced),
  rules: Type.Array(RuleEffect),
  /** what was not read and would be needed to know more */
  notKnown: Type.Array(Type.String()),
  asOf: Type.String(),
});
export type PolicyEffect = Static<typeof PolicyEffect>;

/** What the reader of one kind finds out. */
export type Effect = Pick<PolicyEffect, 'enforced' | 'notEnforced' | 'rules'>;
