/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { classicGatewaySelector } from './classic-gateway-selector.ts';
import { gatewayAddressPending } from './gateway-address-pending.ts';
import { gatewayBackendPolicy } from './gateway-backend-policy.ts';
import { gatewayCaptured } from './gateway-captured.ts';
import { gatewayConflict } from './gateway-conflict.ts';
import { gatewayExternaltrafficpolicyLocal } from './gateway-externaltrafficpolicy-local.ts';
import { gatewayListenerInvalid } from './gateway-listener-invalid.ts';
import { gatewayNoInstances } from './gateway-no-instances.ts';
import { gatewayPortNotOnService } from './gateway-port-not-on-service.ts';
import { gatewayRouteNotAttached } from './gateway-route-not-attached.ts';
import { gatewayTlsSecretProblem } from './gateway-tls-secret-problem.ts';
import { gatewayWaypointEmpty } from './gateway-waypoint-empty.ts';
import { gatewayclassNotAccepted } from './gatewayclass-not-accepted.ts';
import { thirdPartyIngressBypass } from './third-party-ingress-bypass.ts';

export const GATEWAYS_SCENARIOS: readonly Scenario[] = [
  ...gatewayclassNotAccepted,
  ...gatewayAddressPending,
  ...gatewayNoInstances,
  ...gatewayPortNotOnService,
  ...gatewayTlsSecretProblem,
  ...gatewayListenerInvalid,
  ...gatewayRouteNotAttached,
  ...classicGatewaySelector,
  ...gatewayConflict,
  ...gatewayExternaltrafficpolicyLocal,
  ...gatewayBackendPolicy,
  ...gatewayWaypointEmpty,
  ...gatewayCaptured,
  ...thirdPartyIngressBypass,
];
