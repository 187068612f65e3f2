/** Policies told rule by rule: what each asks for, what the call has, and whether that is enough. */
import { type Static, Type } from 'typebox';
import { Ref } from '../state/ref.ts';

export const ReadingResult = Type.Union([Type.Literal('matches'), Type.Literal('no'), Type.Literal('open')], {
  description: 'open = hangs on something that is not known',
});
export type ReadingResult = Static<typeof ReadingResult>;

/** One attribute; read as `asks for …; this call …`. */
export const AskedLine = Type.Object({
  asks: Type.String({ description: '`namespace web or shop`' }),
  has: Type.String({ description: '`comes from namespace ops`' }),
  result: ReadingResult,
});
export type AskedLine = Static<typeof AskedLine>;

/** A part of a rule: one of its alternatives is enough, and in each of them all lines must hold. */
export const ClauseReading = Type.Object({
  part: Type.Enum(['from', 'to', 'when', 'ports']),
  result: ReadingResult,
  alternatives: Type.Array(Type.Array(AskedLine)),
  /** alternatives that are not listed here; none of them holds */
  more: Type.Integer(),
});
export type ClauseReading = Static<typeof ClauseReading>;

export const RuleReading = Type.Object({
  /** 1-based, as it is written */
  number: Type.Integer(),
  result: ReadingResult,
  /** plain words: why it matches, or what it lacks first */
  sentence: Type.String(),
  clauses: Type.Array(ClauseReading),
});
export type RuleReading = Static<typeof RuleReading>;

export const PolicyReading = Type.Object({
  /** null for what istiod adds by itself */
  object: Type.Union([Ref, Type.Null()]),
  name: Type.String(),
  /** `ALLOW`, `DENY`, `CUSTOM`, `AUDIT`; `admits` for a NetworkPolicy */
  action: Type.String(),
  /** `decides` the call; was `asked` and does not decide it; `not-asked`, because something before it decided; `not-enforced` here */
  role: Type.Enum(['decides', 'asked', 'not-asked', 'not-enforced']),
  result: ReadingResult,
  sentence: Type.String(),
  rules: Type.Array(RuleReading),
  /** rules that are not listed here */
  more: Type.Integer(),
});
export type PolicyReading = Static<typeof PolicyReading>;

/** All policies that one place on the way asks, in the order in which it asks them. */
export const PolicyRound = Type.Object({
  kind: Type.Enum(['AuthorizationPolicy', 'NetworkPolicy']),
  /** `Who may come in, asked by ztunnel on node-2` */
  title: Type.String(),
  /** `Let through by rule 2 of shop/allow-web.` */
  sentence: Type.String(),
  allowed: Type.Union([Type.Boolean(), Type.Null()], { description: 'null = hangs on something that is not known' }),
  policies: Type.Array(PolicyReading),
  /** policies that are not listed here; none of them decides */
  more: Type.Integer(),
});
export type PolicyRound = Static<typeof PolicyRound>;
