import type { Scenario } from '../scenario.ts';
import { conflicts } from './conflicts.ts';
import { whatAgrees } from './what-agrees.ts';

/** What the configuration says held against what was seen: every way the two can go together, with near misses. */
export const agreementScenarios: readonly Scenario[] = [...whatAgrees, ...conflicts];
