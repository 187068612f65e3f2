/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { cniAgentNotReady } from './cni-agent-not-ready.ts';
import { cniAmbientDisabled } from './cni-ambient-disabled.ts';
import { cniConfigRemovedByPrimaryCni } from './cni-config-removed-by-primary-cni.ts';
import { cniDaemonsetMissingOnNode } from './cni-daemonset-missing-on-node.ts';
import { cniNodeTaintLeft } from './cni-node-taint-left.ts';
import { cniSandboxFailure } from './cni-sandbox-failure.ts';
import { cniZtunnelDisconnected } from './cni-ztunnel-disconnected.ts';
import { criticalPodsQuota } from './critical-pods-quota.ts';
import { nodeNotReady } from './node-not-ready.ts';
import { workloadCertExpired } from './workload-cert-expired.ts';
import { workloadCertUnavailable } from './workload-cert-unavailable.ts';
import { ztunnelCaRefused } from './ztunnel-ca-refused.ts';
import { ztunnelCrashloop } from './ztunnel-crashloop.ts';
import { ztunnelDraining } from './ztunnel-draining.ts';
import { ztunnelMissingOnNode } from './ztunnel-missing-on-node.ts';
import { ztunnelNotReady } from './ztunnel-not-ready.ts';
import { ztunnelResourceExhaustion } from './ztunnel-resource-exhaustion.ts';
import { ztunnelStaleState } from './ztunnel-stale-state.ts';
import { ztunnelXdsDisconnected } from './ztunnel-xds-disconnected.ts';

export const NODES: readonly Check[] = [
  nodeNotReady,
  cniDaemonsetMissingOnNode,
  cniAmbientDisabled,
  cniAgentNotReady,
  cniZtunnelDisconnected,
  cniSandboxFailure,
  cniConfigRemovedByPrimaryCni,
  cniNodeTaintLeft,
  ztunnelMissingOnNode,
  criticalPodsQuota,
  ztunnelCrashloop,
  ztunnelNotReady,
  ztunnelXdsDisconnected,
  ztunnelStaleState,
  ztunnelDraining,
  ztunnelResourceExhaustion,
  ztunnelCaRefused,
  workloadCertUnavailable,
  workloadCertExpired,
];
