/** What a family of kinds gives for each of its kinds: the answer of the product, and how it is compared. */
import { agrees } from '../agree.ts';
import type { Case } from '../case.ts';

/** The answer to one case, in the words of its `expected`. */
export interface Kind {
  answer: (one: Case) => unknown;
  /** default: every expected field agrees */
  matches?: (expected: Case['expected'], got: unknown, one: Case) => boolean;
}

/** Whether the answer is the expected one. */
export function isRight(kind: Kind, one: Case, got: unknown): boolean {
  return kind.matches ? kind.matches(one.expected, got, one) : agrees(one.expected, got);
}
