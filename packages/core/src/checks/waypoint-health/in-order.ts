/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
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

export const WAYPOINT_HEALTH: readonly Check[] = [
  waypointDeploymentNotCreated,
  waypointListenerInvalid,
  waypointExposedAsLoadbalancer,
  waypointNoPods,
  waypointPodsUnhealthy,
  waypointXdsNotSynced,
  waypointMissingServiceConfig,
  waypointPortBlocked,
  netpolBlocksWaypointToDestination,
  waypointNoHealthyUpstream,
  waypointOverloaded,
  waypointSingleReplica,
  waypointProtocolMismatch,
];
