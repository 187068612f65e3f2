import { agreementScenarios } from './agreement/in-order.ts';
import { blameOfPolicies } from './blame/of-policies.ts';
import { blameOfTheNetwork } from './blame/of-the-network.ts';
import { blameOfTheProgram } from './blame/of-the-program.ts';
import { catalogueScenarios } from './checks/catalogue-scenarios.ts';
import { chapters } from './demo/chapters.ts';
import { healthy, healthyTier0 } from './healthy.ts';
import type { Scenario } from './scenario.ts';
import { story1 } from './stories/story-1.ts';
import { story2 } from './stories/story-2.ts';
import { story3 } from './stories/story-3.ts';
import { story4 } from './stories/story-4.ts';
import { story5 } from './stories/story-5.ts';
import { story6 } from './stories/story-6.ts';
import { story7 } from './stories/story-7.ts';

/** Every scenario, in the order a reader meets them. */
export const scenarios: readonly Scenario[] = [
  healthy,
  healthyTier0,
  ...story1,
  ...story2,
  ...story3,
  ...story4,
  ...story5,
  ...story6,
  ...story7,
  ...blameOfTheNetwork,
  ...blameOfPolicies,
  ...blameOfTheProgram,
  ...catalogueScenarios,
  ...agreementScenarios,
  ...chapters,
];
