/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { ingressUseWaypointInvalid } from './ingress-use-waypoint-invalid.ts';
import { labelPointsToNonWaypoint } from './label-points-to-non-waypoint.ts';
import { objectLabelShadowsNamespaceWaypoint } from './object-label-shadows-namespace-waypoint.ts';
import { podWaypointLabelIneffective } from './pod-waypoint-label-ineffective.ts';
import { serviceentryWaypointMissing } from './serviceentry-waypoint-missing.ts';
import { vipTranslatedBeforeZtunnel } from './vip-translated-before-ztunnel.ts';
import { waypointAttachmentDenied } from './waypoint-attachment-denied.ts';
import { waypointBypassedExternalAddress } from './waypoint-bypassed-external-address.ts';
import { waypointBypassedHeadless } from './waypoint-bypassed-headless.ts';
import { waypointBypassedIngress } from './waypoint-bypassed-ingress.ts';
import { waypointBypassedPodIp } from './waypoint-bypassed-pod-ip.ts';
import { waypointBypassedSidecarClient } from './waypoint-bypassed-sidecar-client.ts';
import { waypointBypassedUnmeshedClient } from './waypoint-bypassed-unmeshed-client.ts';
import { waypointCanaryNotAttached } from './waypoint-canary-not-attached.ts';
import { waypointCrossNamespaceForbidden } from './waypoint-cross-namespace-forbidden.ts';
import { waypointLabelNoneUnexpected } from './waypoint-label-none-unexpected.ts';
import { waypointLabelWithoutMesh } from './waypoint-label-without-mesh.ts';
import { waypointNeverReady } from './waypoint-never-ready.ts';
import { waypointNotFound } from './waypoint-not-found.ts';
import { waypointTrafficTypeMismatch } from './waypoint-traffic-type-mismatch.ts';

export const WAYPOINT_BINDING_SCENARIOS: readonly Scenario[] = [
  ...waypointNotFound,
  ...waypointNeverReady,
  ...waypointAttachmentDenied,
  ...waypointTrafficTypeMismatch,
  ...podWaypointLabelIneffective,
  ...objectLabelShadowsNamespaceWaypoint,
  ...waypointLabelNoneUnexpected,
  ...labelPointsToNonWaypoint,
  ...waypointLabelWithoutMesh,
  ...waypointBypassedHeadless,
  ...waypointBypassedPodIp,
  ...waypointBypassedExternalAddress,
  ...waypointBypassedSidecarClient,
  ...waypointBypassedUnmeshedClient,
  ...waypointBypassedIngress,
  ...ingressUseWaypointInvalid,
  ...serviceentryWaypointMissing,
  ...waypointCrossNamespaceForbidden,
  ...waypointCanaryNotAttached,
  ...vipTranslatedBeforeZtunnel,
];
