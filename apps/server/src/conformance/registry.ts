/** Every kind of question that is answered, with its answer. */

import { ADDRESSES } from './kinds/addresses.ts';
import { ANALYZER_MESSAGES } from './kinds/analyzer-messages.ts';
import { CONDITIONS } from './kinds/conditions.ts';
import { ENROLMENT } from './kinds/enrolment.ts';
import { ISTIOCTL_WAYPOINT } from './kinds/istioctl-waypoint.ts';
import { KIALI_CHECKS } from './kinds/kiali-checks.ts';
import type { Kind } from './kinds/kind.ts';
import { LOOKUPS } from './kinds/lookups.ts';
import { MESH_GRAPH } from './kinds/mesh-graph.ts';
import { MESH_ROUTES } from './kinds/mesh-routes.ts';
import { PATHS } from './kinds/paths.ts';
import { POLICIES } from './kinds/policies.ts';
import { WAYPOINTS } from './kinds/waypoints.ts';
import { ZTUNNEL_DUMP } from './kinds/ztunnel-dump.ts';
import { ZTUNNEL_HOPS } from './kinds/ztunnel-hops.ts';
import { ZTUNNEL_RBAC } from './kinds/ztunnel-rbac.ts';

const KINDS: Readonly<Record<string, Kind>> = {
  ...ANALYZER_MESSAGES,
  ...ENROLMENT,
  ...ADDRESSES,
  ...KIALI_CHECKS,
  ...WAYPOINTS,
  ...ISTIOCTL_WAYPOINT,
  ...POLICIES,
  ...CONDITIONS,
  ...LOOKUPS,
  ...MESH_GRAPH,
  ...PATHS,
  ...MESH_ROUTES,
  ...ZTUNNEL_RBAC,
  ...ZTUNNEL_DUMP,
  ...ZTUNNEL_HOPS,
};

/** The answer function of a kind; undefined for one that is not answered yet. */
export function kindOf(name: string): Kind | undefined {
  return Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}
