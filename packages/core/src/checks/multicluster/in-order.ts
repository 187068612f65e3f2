/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { crossClusterPortMismatch } from './cross-cluster-port-mismatch.ts';
import { crossNetworkByPodIp } from './cross-network-by-pod-ip.ts';
import { eastwestGatewayMisconfigured } from './eastwest-gateway-misconfigured.ts';
import { eastwestGatewayMissing } from './eastwest-gateway-missing.ts';
import { eastwestUnreachable } from './eastwest-unreachable.ts';
import { ingressMultinetworkOff } from './ingress-multinetwork-off.ts';
import { multinetworkFeatureOff } from './multinetwork-feature-off.ts';
import { networkLabelProblem } from './network-label-problem.ts';
import { remoteClusterNotSynced } from './remote-cluster-not-synced.ts';
import { serviceNotGlobal } from './service-not-global.ts';
import { trustRootDiffers } from './trust-root-differs.ts';
import { waypointInconsistentAcrossClusters } from './waypoint-inconsistent-across-clusters.ts';

export const MULTICLUSTER: readonly Check[] = [
  multinetworkFeatureOff,
  networkLabelProblem,
  serviceNotGlobal,
  eastwestGatewayMissing,
  eastwestGatewayMisconfigured,
  eastwestUnreachable,
  remoteClusterNotSynced,
  trustRootDiffers,
  waypointInconsistentAcrossClusters,
  crossNetworkByPodIp,
  crossClusterPortMismatch,
  ingressMultinetworkOff,
];
