import { catalogueScenarios } from './checks/catalogue-scenarios.ts';
import { chapters } from './demo/chapters.ts';
import { healthy, healthyTier0 } from './healthy.ts';
import type { Scenario } from './scenario.ts';
import { story1 } from './stories/story-1.ts';
import { story3 } from './stories/story-3.ts';
import { story4 } from './stories/story-4.ts';
import { story7 } from './stories/story-7.ts';

/** Every scenario, in the order a reader meets them. */
export const scenarios: readonly Scenario[] = [
  healthy,
  healthyTier0,
  ...story1,
  ...story3,
  ...story4,
  ...story7,
  ...catalogueScenarios,
  ...chapters,
];
