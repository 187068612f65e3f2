/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { evidenceGap } from './evidence-gap.ts';

export const CATCH_ALL_SCENARIOS: readonly Scenario[] = [...evidenceGap];
