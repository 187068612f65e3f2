import type { Bundle } from './bundle.ts';

/** A mesh with a known answer: what to ask, what must be said of it and what must not. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly bundle: () => Bundle;
  readonly asks: readonly Ask[];
  /** Check ids that must be among the findings, or in the answer to a question. */
  readonly fires?: readonly string[];
  /** Check ids that must not be among the findings. */
  readonly silent?: readonly string[];
}

export interface Ask {
  /** An endpoint of a question, as the public contract spells it. */
  readonly from: string;
  readonly to: string;
  readonly http?: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly expect: Expectation;
}

export type Verdict = 'delivered' | 'degraded' | 'blocked' | 'varies' | 'unknown';
export type Certainty = 'confirmed' | 'likely' | 'suspected';
export type Blame = 'kubernetes' | 'application' | 'istio' | 'configuration';

/** Alternatives are equally right; a field left out is not judged. */
export interface Expectation {
  readonly verdict: readonly Verdict[];
  /** Kind of the first failing hop; null: none fails. */
  readonly hop?: string | null;
  /** The cause that must come first. */
  readonly cause?: string;
  readonly blame?: Blame;
  readonly notCauses?: readonly string[];
  readonly notBlame?: readonly Blame[];
  /** How sure the answer may be at most; what is left out is not judged. */
  readonly certainty?: readonly Certainty[];
  /** Words that the sentence must not hold. */
  readonly notSaid?: readonly string[];
  /** How what was seen of such calls goes with the configuration; null: the two cannot be held against each other. */
  readonly agreement?: string | null;
  /** The waypoint on the path, `namespace/name`; null: none. */
  readonly waypoint?: string | null;
}

const delivered: Expectation = { verdict: ['delivered'], hop: null };

/** What is expected of a path on which nothing is wrong. */
export function expectDelivered(from: string, to: string, waypoint?: string | null): Ask {
  return { from, to, expect: waypoint === undefined ? delivered : { ...delivered, waypoint } };
}

/** What is expected of a path that ends at a hop. */
export function expectBlocked(
  from: string,
  to: string,
  hop: string,
  cause: string,
  more: Partial<Expectation> = {},
): Ask {
  return { from, to, expect: { verdict: ['blocked'], hop, cause, ...more } };
}
