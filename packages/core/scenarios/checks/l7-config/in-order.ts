/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { agentgatewayIgnoresIstioApis } from './agentgateway-ignores-istio-apis.ts';
import { destinationruleSubsetProblem } from './destinationrule-subset-problem.ts';
import { destinationruleTlsConflict } from './destinationrule-tls-conflict.ts';
import { l7ConfigWithoutWaypoint } from './l7-config-without-waypoint.ts';
import { requestauthIneffectiveOrRejecting } from './requestauth-ineffective-or-rejecting.ts';
import { routeBackendUnresolved } from './route-backend-unresolved.ts';
import { routeForeignNamespace } from './route-foreign-namespace.ts';
import { routeNoMatch } from './route-no-match.ts';
import { routeNotAccepted } from './route-not-accepted.ts';
import { routeResolvedwaypointsMessage } from './route-resolvedwaypoints-message.ts';
import { routeTimeoutOrFault } from './route-timeout-or-fault.ts';
import { vsAndRouteConflict } from './vs-and-route-conflict.ts';

export const L7_CONFIG_SCENARIOS: readonly Scenario[] = [
  ...l7ConfigWithoutWaypoint,
  ...agentgatewayIgnoresIstioApis,
  ...routeResolvedwaypointsMessage,
  ...routeForeignNamespace,
  ...routeNotAccepted,
  ...routeBackendUnresolved,
  ...routeNoMatch,
  ...vsAndRouteConflict,
  ...destinationruleSubsetProblem,
  ...destinationruleTlsConflict,
  ...routeTimeoutOrFault,
  ...requestauthIneffectiveOrRejecting,
];
