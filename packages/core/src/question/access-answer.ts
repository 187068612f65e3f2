/** The answer to "who may call whom?" for one namespace: callers that come out the same everywhere are one row. */
import { type Static, Type } from 'typebox';
import { ReachEnd, ReachGroup } from './reach-answer.ts';

export const AccessDecision = Type.Enum([
  'allowed',
  'denied',
  /** by the HTTP request: a waypoint decides each */
  'depends',
  /** differs by backend or way */
  'varies',
  /** no policy refuses it, and a failure stops it */
  'fails',
  /** a gateway with no route that leads there */
  'not-routed',
  'unknown',
]);
export type AccessDecision = Static<typeof AccessDecision>;

const { ends: _ends, ...group } = ReachGroup.properties;

/** What decides a cell. */
export const AccessAnswer = Type.Object({
  decision: AccessDecision,
  /** false: the configuration says so, and what would confirm it was not read */
  confirmed: Type.Boolean(),
  ...group,
});
export type AccessAnswer = Static<typeof AccessAnswer>;

export const AccessTarget = Type.Object({
  /** as `parseTo` reads it */
  text: Type.String(),
  service: Type.String(),
  port: Type.Integer(),
});
export type AccessTarget = Static<typeof AccessTarget>;

export const AccessRow = Type.Object({
  /** how many callers are alike */
  callers: Type.Integer(),
  /** namespaces they are of, '' for what lies outside */
  namespaces: Type.Array(Type.String()),
  /** the first of them, the same number at most in every row */
  ends: Type.Array(ReachEnd),
  /** for each target, an index into `answers` */
  cells: Type.Array(Type.Integer()),
});
export type AccessRow = Static<typeof AccessRow>;

export const AccessMatrix = Type.Object({
  namespace: Type.String(),
  targets: Type.Array(AccessTarget),
  /** targets of this namespace beyond those asked */
  moreTargets: Type.Integer(),
  rows: Type.Array(AccessRow),
  /** rows beyond the most that are told */
  moreRows: Type.Integer(),
  answers: Type.Array(AccessAnswer),
  /** kinds that were not read: callers or policies may be missing */
  notKnown: Type.Array(Type.String()),
});
export type AccessMatrix = Static<typeof AccessMatrix>;
