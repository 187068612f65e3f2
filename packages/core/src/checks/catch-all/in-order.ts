/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { evidenceGap } from './evidence-gap.ts';

export const CATCH_ALL: readonly Check[] = [evidenceGap];
