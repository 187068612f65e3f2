/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { cniAgentNotReady } from './cni-agent-not-ready.ts';
import { cniDaemonsetMissingOnNode } from './cni-daemonset-missing-on-node.ts';
import { cniNodeTaintLeft } from './cni-node-taint-left.ts';
import { cniSandboxFailure } from './cni-sandbox-failure.ts';
import { nodeNotReady } from './node-not-ready.ts';
import { workloadCertExpired } from './workload-cert-expired.ts';
import { workloadCertUnavailable } from './workload-cert-unavailable.ts';
import { ztunnelCaRefused } from './ztunnel-ca-refused.ts';
import { ztunnelCrashloop } from './ztunnel-crashloop.ts';
import { ztunnelMissingOnNode } from './ztunnel-missing-on-node.ts';
import { ztunnelNotReady } from './ztunnel-not-ready.ts';
import { ztunnelXdsDisconnected } from './ztunnel-xds-disconnected.ts';

export const NODES_SCENARIOS: readonly Scenario[] = [
  ...nodeNotReady,
  ...cniDaemonsetMissingOnNode,
  ...cniAgentNotReady,
  ...cniSandboxFailure,
  ...cniNodeTaintLeft,
  ...ztunnelMissingOnNode,
  ...ztunnelCrashloop,
  ...ztunnelNotReady,
  ...ztunnelXdsDisconnected,
  ...ztunnelCaRefused,
  ...workloadCertUnavailable,
  ...workloadCertExpired,
];
