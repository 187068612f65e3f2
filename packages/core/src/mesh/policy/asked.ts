/** What rules of policies ask of a call, with the answers: evaluated once, to decide and to be told. */
import type { StringMatch } from '../../state/readings.ts';
import { allOf, anyOf, type Truth } from '../truth.ts';

/** What an attribute is compared with: as ztunnel keeps it, or as it is written. */
export type Pattern = StringMatch | string | number;

/** One attribute: one of `wants` is enough, none of `not` may hold. Both lists empty asks for nothing and is never made. */
export interface Asked {
  /** the field of the policy, or the key of a condition */
  field: string;
  wants: readonly Pattern[];
  not: readonly Pattern[];
  /** what the call has; '' = nothing, null = not known */
  has: string | null;
  truth: Truth;
}

/** A part of a rule: its alternatives, of which each is a list of attributes that must all hold. */
export interface Clause {
  part: 'from' | 'to' | 'when';
  alternatives: readonly (readonly Asked[])[];
}

/** All of it holds. */
export const truthOf = (asked: readonly Asked[]): Truth => allOf(asked.map(({ truth }) => truth));

/** A clause without alternatives holds. */
export const clauseTruth = ({ alternatives }: Clause): Truth =>
  alternatives.length === 0 ? true : anyOf(alternatives.map(truthOf));

/** The positive list admits when empty or when one holds; none of the negative list may. */
export function both<T>(positive: readonly T[], negative: readonly T[], holds: (item: T) => boolean): boolean {
  return (positive.length === 0 || positive.some(holds)) && !negative.some(holds);
}

/** Adds the attribute, where the rule asks for it at all; `truth` is only asked then. */
export function ask<T extends Pattern>(
  into: Asked[],
  field: string,
  wants: readonly T[],
  not: readonly T[],
  has: string | null,
  truth: () => Truth,
): void {
  if (wants.length + not.length > 0) into.push({ field, wants, not, has, truth: truth() });
}
