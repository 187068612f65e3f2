/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { app5xx } from './app-5xx.ts';
import { appBindsLocalhost } from './app-binds-localhost.ts';
import { appCrashing } from './app-crashing.ts';
import { appImageOrConfigError } from './app-image-or-config-error.ts';
import { appNotListening } from './app-not-listening.ts';
import { appResetsConnections } from './app-resets-connections.ts';
import { appSlow } from './app-slow.ts';

export const APPLICATION_SCENARIOS: readonly Scenario[] = [
  ...appNotListening,
  ...appBindsLocalhost,
  ...appCrashing,
  ...appImageOrConfigError,
  ...app5xx,
  ...appResetsConnections,
  ...appSlow,
];
