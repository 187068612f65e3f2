/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { earlyDenyInvisible } from './early-deny-invisible.ts';
import { evidenceGap } from './evidence-gap.ts';
import { intermittentByEndpoint } from './intermittent-by-endpoint.ts';
import { intermittentBySourceNode } from './intermittent-by-source-node.ts';
import { policyChangeInFlight } from './policy-change-in-flight.ts';
import { unencryptedPath } from './unencrypted-path.ts';

export const CATCH_ALL: readonly Check[] = [
  earlyDenyInvisible,
  intermittentByEndpoint,
  intermittentBySourceNode,
  policyChangeInFlight,
  unencryptedPath,
  evidenceGap,
];
