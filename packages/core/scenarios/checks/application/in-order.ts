/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { appCrashing } from './app-crashing.ts';
import { appImageOrConfigError } from './app-image-or-config-error.ts';
import { appNotListening } from './app-not-listening.ts';
import { appSlow } from './app-slow.ts';

export const APPLICATION_SCENARIOS: readonly Scenario[] = [
  ...appNotListening,
  ...appCrashing,
  ...appImageOrConfigError,
  ...appSlow,
];
