/**
 * The failure catalogue: every failure that a check must know, in the order of diagnosis. What a check says of itself is
 * held against this list, and the list against the checks.
 */
import type { Blame, Severity } from '../path/hop-kind.ts';
import { CATALOGUE_ROWS } from './catalogue-rows.ts';
import type { Stage } from './check.ts';

export interface CatalogueEntry {
  /** `36`, `36b` */
  number: string;
  /** id of the check = cause code */
  id: string;
  stage: Stage;
  /** the usual one first; empty where the failure has none of its own */
  severities: readonly Severity[];
  /** whose it is; empty where that hangs on what is found */
  blames: readonly Blame[];
  /** lowest evidence tier that shows it */
  tier: number;
}

const BLAMES: Readonly<Record<string, Blame>> = {
  K: 'kubernetes',
  A: 'application',
  I: 'istio',
  C: 'configuration',
};
const SEVERITIES: Readonly<Record<string, Severity>> = { b: 'broken', d: 'degraded', l: 'latent' };

export const CATALOGUE: readonly CatalogueEntry[] = Object.entries(CATALOGUE_ROWS).flatMap(([stage, rows]) =>
  rows.map(([number, id, severities, blames, tier]) => ({
    number,
    id,
    stage: stage as Stage,
    severities: [...severities].map((letter) => SEVERITIES[letter]!),
    blames: [...blames].map((letter) => BLAMES[letter]!),
    tier,
  })),
);
