import { healthy, healthyTier0 } from './healthy.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario, in the order a reader meets them. */
export const scenarios: readonly Scenario[] = [healthy, healthyTier0];
