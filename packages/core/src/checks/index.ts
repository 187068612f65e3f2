/** Every check, in the order of the catalogue: stage by stage, and each stage by number. */
import { APPLICATION } from './application/in-order.ts';
import { CATCH_ALL } from './catch-all/in-order.ts';
import type { Check } from './check.ts';
import { CLIENT } from './client/in-order.ts';
import { CONTROL_PLANE } from './control-plane/in-order.ts';
import { DESTINATION } from './destination/in-order.ts';
import { DNS } from './dns/in-order.ts';
import { EGRESS } from './egress/in-order.ts';
import { ENDPOINTS } from './endpoints/in-order.ts';
import { GATEWAYS } from './gateways/in-order.ts';
import { L7_CONFIG } from './l7-config/in-order.ts';
import { MULTICLUSTER } from './multicluster/in-order.ts';
import { NODES } from './nodes/in-order.ts';
import { POLICY } from './policy/in-order.ts';
import { WAYPOINT_BINDING } from './waypoint-binding/in-order.ts';
import { WAYPOINT_HEALTH } from './waypoint-health/in-order.ts';

export const CHECKS: readonly Check[] = [
  ...CONTROL_PLANE,
  ...NODES,
  ...CLIENT,
  ...DNS,
  ...ENDPOINTS,
  ...WAYPOINT_BINDING,
  ...WAYPOINT_HEALTH,
  ...L7_CONFIG,
  ...POLICY,
  ...DESTINATION,
  ...APPLICATION,
  ...GATEWAYS,
  ...EGRESS,
  ...MULTICLUSTER,
  ...CATCH_ALL,
];
