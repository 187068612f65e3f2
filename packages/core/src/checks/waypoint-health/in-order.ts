/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
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

export const WAYPOINT_HEALTH: readonly Check[] = [
  waypointDeploymentNotCreated,
  waypointListenerInvalid,
  waypointExposedAsLoadbalancer,
  waypointNoPods,
  waypointPodsUnhealthy,
  waypointPortBlocked,
  netpolBlocksWaypointToDestination,
  waypointUpstreamRefused,
  waypointSingleReplica,
  waypointProtocolMismatch,
];
