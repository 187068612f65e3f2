/** Scenarios of every check, stage by stage. */
import type { Scenario } from '../scenario.ts';
import { APPLICATION_SCENARIOS } from './application/in-order.ts';
import { CATCH_ALL_SCENARIOS } from './catch-all/in-order.ts';
import { CLIENT_SCENARIOS } from './client/in-order.ts';
import { CONTROL_PLANE_SCENARIOS } from './control-plane/in-order.ts';
import { DESTINATION_SCENARIOS } from './destination/in-order.ts';
import { DNS_SCENARIOS } from './dns/in-order.ts';
import { EGRESS_SCENARIOS } from './egress/in-order.ts';
import { ENDPOINTS_SCENARIOS } from './endpoints/in-order.ts';
import { GATEWAYS_SCENARIOS } from './gateways/in-order.ts';
import { L7_CONFIG_SCENARIOS } from './l7-config/in-order.ts';
import { MULTICLUSTER_SCENARIOS } from './multicluster/in-order.ts';
import { NODES_SCENARIOS } from './nodes/in-order.ts';
import { POLICY_SCENARIOS } from './policy/in-order.ts';
import { tier0 } from './tier0.ts';
import { WAYPOINT_BINDING_SCENARIOS } from './waypoint-binding/in-order.ts';
import { WAYPOINT_HEALTH_SCENARIOS } from './waypoint-health/in-order.ts';

export const catalogueScenarios: readonly Scenario[] = [
  ...CONTROL_PLANE_SCENARIOS,
  ...NODES_SCENARIOS,
  ...CLIENT_SCENARIOS,
  ...DNS_SCENARIOS,
  ...ENDPOINTS_SCENARIOS,
  ...WAYPOINT_BINDING_SCENARIOS,
  ...WAYPOINT_HEALTH_SCENARIOS,
  ...L7_CONFIG_SCENARIOS,
  ...POLICY_SCENARIOS,
  ...DESTINATION_SCENARIOS,
  ...APPLICATION_SCENARIOS,
  ...GATEWAYS_SCENARIOS,
  ...EGRESS_SCENARIOS,
  ...MULTICLUSTER_SCENARIOS,
  ...CATCH_ALL_SCENARIOS,
  ...tier0,
];
