/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { gatewayAddressPending } from './gateway-address-pending.ts';
import { gatewayBackendPolicy } from './gateway-backend-policy.ts';
import { gatewayCaptured } from './gateway-captured.ts';
import { gatewayExternaltrafficpolicyLocal } from './gateway-externaltrafficpolicy-local.ts';
import { gatewayNoInstances } from './gateway-no-instances.ts';
import { gatewayRouteNotAttached } from './gateway-route-not-attached.ts';
import { gatewayWaypointEmpty } from './gateway-waypoint-empty.ts';

export const GATEWAYS_SCENARIOS: readonly Scenario[] = [
  ...gatewayAddressPending,
  ...gatewayNoInstances,
  ...gatewayRouteNotAttached,
  ...gatewayExternaltrafficpolicyLocal,
  ...gatewayBackendPolicy,
  ...gatewayWaypointEmpty,
  ...gatewayCaptured,
];
