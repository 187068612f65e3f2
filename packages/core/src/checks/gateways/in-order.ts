/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { gatewayAddressPending } from './gateway-address-pending.ts';
import { gatewayBackendPolicy } from './gateway-backend-policy.ts';
import { gatewayCaptured } from './gateway-captured.ts';
import { gatewayExternaltrafficpolicyLocal } from './gateway-externaltrafficpolicy-local.ts';
import { gatewayNoInstances } from './gateway-no-instances.ts';
import { gatewayRouteNotAttached } from './gateway-route-not-attached.ts';
import { gatewayWaypointEmpty } from './gateway-waypoint-empty.ts';

export const GATEWAYS: readonly Check[] = [
  gatewayAddressPending,
  gatewayNoInstances,
  gatewayRouteNotAttached,
  gatewayExternaltrafficpolicyLocal,
  gatewayBackendPolicy,
  gatewayWaypointEmpty,
  gatewayCaptured,
];
