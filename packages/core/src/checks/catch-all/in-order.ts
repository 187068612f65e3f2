/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { earlyDenyInvisible } from './early-deny-invisible.ts';

export const CATCH_ALL: readonly Check[] = [earlyDenyInvisible];
