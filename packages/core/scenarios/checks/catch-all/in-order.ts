/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { earlyDenyInvisible } from './early-deny-invisible.ts';
import { evidenceGap } from './evidence-gap.ts';
import { intermittentByEndpoint } from './intermittent-by-endpoint.ts';
import { intermittentBySourceNode } from './intermittent-by-source-node.ts';
import { policyChangeInFlight } from './policy-change-in-flight.ts';
import { unencryptedPath } from './unencrypted-path.ts';

export const CATCH_ALL_SCENARIOS: readonly Scenario[] = [
  ...earlyDenyInvisible,
  ...intermittentByEndpoint,
  ...intermittentBySourceNode,
  ...policyChangeInFlight,
  ...unencryptedPath,
  ...evidenceGap,
];
