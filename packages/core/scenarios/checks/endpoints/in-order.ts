/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { endpointDivergence } from './endpoint-divergence.ts';
import { endpointsNotReady } from './endpoints-not-ready.ts';
import { internalTrafficPolicyLocal } from './internal-traffic-policy-local.ts';
import { ipFamilyMismatch } from './ip-family-mismatch.ts';
import { longLivedConnectionImbalance } from './long-lived-connection-imbalance.ts';
import { manualEndpointsPlaintext } from './manual-endpoints-plaintext.ts';
import { namedTargetportUnresolved } from './named-targetport-unresolved.ts';
import { onlyTerminatingEndpoints } from './only-terminating-endpoints.ts';
import { servicePortMissing } from './service-port-missing.ts';
import { serviceSelectorMatchesNothing } from './service-selector-matches-nothing.ts';
import { sessionAffinityIgnored } from './session-affinity-ignored.ts';
import { trafficDistributionSkew } from './traffic-distribution-skew.ts';
import { udpNotMeshed } from './udp-not-meshed.ts';

export const ENDPOINTS_SCENARIOS: readonly Scenario[] = [
  ...servicePortMissing,
  ...serviceSelectorMatchesNothing,
  ...endpointsNotReady,
  ...onlyTerminatingEndpoints,
  ...namedTargetportUnresolved,
  ...internalTrafficPolicyLocal,
  ...trafficDistributionSkew,
  ...ipFamilyMismatch,
  ...manualEndpointsPlaintext,
  ...endpointDivergence,
  ...udpNotMeshed,
  ...longLivedConnectionImbalance,
  ...sessionAffinityIgnored,
];
