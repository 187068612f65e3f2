/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { netpolBlocksWaypointToDestination } from './netpol-blocks-waypoint-to-destination.ts';
import { waypointDeploymentNotCreated } from './waypoint-deployment-not-created.ts';
import { waypointExposedAsLoadbalancer } from './waypoint-exposed-as-loadbalancer.ts';
import { waypointListenerInvalid } from './waypoint-listener-invalid.ts';
import { waypointMissingServiceConfig } from './waypoint-missing-service-config.ts';
import { waypointNoHealthyUpstream } from './waypoint-no-healthy-upstream.ts';
import { waypointNoPods } from './waypoint-no-pods.ts';
import { waypointOverloaded } from './waypoint-overloaded.ts';
import { waypointPodsUnhealthy } from './waypoint-pods-unhealthy.ts';
import { waypointPortBlocked } from './waypoint-port-blocked.ts';
import { waypointProtocolMismatch } from './waypoint-protocol-mismatch.ts';
import { waypointSingleReplica } from './waypoint-single-replica.ts';
import { waypointXdsNotSynced } from './waypoint-xds-not-synced.ts';

export const WAYPOINT_HEALTH_SCENARIOS: readonly Scenario[] = [
  ...waypointDeploymentNotCreated,
  ...waypointListenerInvalid,
  ...waypointExposedAsLoadbalancer,
  ...waypointNoPods,
  ...waypointPodsUnhealthy,
  ...waypointXdsNotSynced,
  ...waypointMissingServiceConfig,
  ...waypointPortBlocked,
  ...netpolBlocksWaypointToDestination,
  ...waypointNoHealthyUpstream,
  ...waypointOverloaded,
  ...waypointSingleReplica,
  ...waypointProtocolMismatch,
];
