/** Every check, in the order of the catalogue. A new check is one file in its stage's folder and one line here. */
import type { Check } from './check.ts';

export const CHECKS: readonly Check[] = [];
