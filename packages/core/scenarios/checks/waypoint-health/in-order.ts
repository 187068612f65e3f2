/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { netpolBlocksWaypointToDestination } from './netpol-blocks-waypoint-to-destination.ts';
import { waypointDeploymentNotCreated } from './waypoint-deployment-not-created.ts';
import { waypointExposedAsLoadbalancer } from './waypoint-exposed-as-loadbalancer.ts';
import { waypointListenerInvalid } from './waypoint-listener-invalid.ts';
import { waypointNoPods } from './waypoint-no-pods.ts';
import { waypointPodsUnhealthy } from './waypoint-pods-unhealthy.ts';
import { waypointPortBlocked } from './waypoint-port-blocked.ts';
import { waypointProtocolMismatch } from './waypoint-protocol-mismatch.ts';
import { waypointSingleReplica } from './waypoint-single-replica.ts';
import { waypointUpstreamRefused } from './waypoint-upstream-refused.ts';

export const WAYPOINT_HEALTH_SCENARIOS: readonly Scenario[] = [
  ...waypointDeploymentNotCreated,
  ...waypointListenerInvalid,
  ...waypointExposedAsLoadbalancer,
  ...waypointNoPods,
  ...waypointPodsUnhealthy,
  ...waypointPortBlocked,
  ...netpolBlocksWaypointToDestination,
  ...waypointUpstreamRefused,
  ...waypointSingleReplica,
  ...waypointProtocolMismatch,
];
