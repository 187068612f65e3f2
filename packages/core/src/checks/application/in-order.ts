/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { appCrashing } from './app-crashing.ts';
import { appImageOrConfigError } from './app-image-or-config-error.ts';
import { appNotListening } from './app-not-listening.ts';
import { appSlow } from './app-slow.ts';

export const APPLICATION: readonly Check[] = [appNotListening, appCrashing, appImageOrConfigError, appSlow];
