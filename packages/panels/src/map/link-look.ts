import { isConflict, type LinkState } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';

/** How a link is drawn; `gone`: it was there shortly before the moment that is shown. `would-…` is the configuration's answer where nothing confirms it; `conflict`: traffic contradicts it. */
export type LinkLook =
  | 'works'
  | 'conflict'
  | 'degraded'
  | 'blocked'
  | 'varies'
  | 'would-pass'
  | 'would-block'
  | 'unknown'
  | 'gone';

interface LookWords {
  readonly mark: MarkState;
  /** in the legend and the table */
  readonly word: string;
  /** between caller and callee, spoken */
  readonly spoken: string;
}

export const LOOKS: Readonly<Record<LinkLook, LookWords>> = {
  blocked: { mark: 'blocked', word: 'blocked', spoken: 'blocked' },
  conflict: {
    mark: 'conflict',
    word: 'contradicted by traffic',
    spoken: 'contradicted by traffic: what is computed and what is seen differ',
  },
  degraded: { mark: 'degraded', word: 'degraded', spoken: 'degraded: some requests fail or are slow' },
  varies: { mark: 'varies', word: 'differs by backend', spoken: 'differs by backend' },
  'would-block': { mark: 'would-block', word: 'would be blocked', spoken: 'would be blocked, as far as can be read' },
  unknown: { mark: 'unknown', word: 'cannot be judged', spoken: 'cannot be judged' },
  'would-pass': { mark: 'would-pass', word: 'should work, not confirmed', spoken: 'should work, not confirmed' },
  works: { mark: 'delivered', word: 'works', spoken: 'works' },
  gone: { mark: 'not-applicable', word: 'gone', spoken: 'gone' },
};

/** Worst first: the order of tables and lists. */
export const LOOK_ORDER = Object.keys(LOOKS) as LinkLook[];

export function lookOf(state: LinkState | undefined): LinkLook {
  if (!state) return 'unknown';
  if (state.verdict === 'delivered') return 'works';
  if (state.verdict !== 'unknown') return state.verdict;
  if (isConflict(state.agreement)) return 'conflict';
  if (state.expected === 'delivered') return 'would-pass';
  return state.expected === 'unknown' ? 'unknown' : 'would-block';
}

/** What keys `]` and `[` stop at, and what "problems only" keeps. */
export function isProblemLook(look: LinkLook): boolean {
  return (
    look === 'blocked' || look === 'degraded' || look === 'varies' || look === 'would-block' || look === 'conflict'
  );
}
