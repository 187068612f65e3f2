/** Every check, in the order of the catalogue; over 250 lines because it is one list. A new check is one file in its stage's folder and one line in each list here. */
import { appCrashing } from './application/app-crashing.ts';
import { appImageOrConfigError } from './application/app-image-or-config-error.ts';
import { appNotListening } from './application/app-not-listening.ts';
import type { Check } from './check.ts';
import { appDialsReservedPort } from './client/app-dials-reserved-port.ts';
import { captureAnnotationStale } from './client/capture-annotation-stale.ts';
import { mixedSidecarAmbient } from './client/mixed-sidecar-ambient.ts';
import { netpolEgressBlocksDns } from './client/netpol-egress-blocks-dns.ts';
import { netpolEgressBlocksHbone } from './client/netpol-egress-blocks-hbone.ts';
import { redirectionPending } from './client/redirection-pending.ts';
import { sourceNotCaptured } from './client/source-not-captured.ts';
import { sourceNotMeshedByChoice } from './client/source-not-meshed-by-choice.ts';
import { unknownLocalWorkload } from './client/unknown-local-workload.ts';
import { ambientDisabledIstiod } from './control-plane/ambient-disabled-istiod.ts';
import { configWrongRevision } from './control-plane/config-wrong-revision.ts';
import { discoverySelectorExcludesNamespace } from './control-plane/discovery-selector-excludes-namespace.ts';
import { istiod15012Blocked } from './control-plane/istiod-15012-blocked.ts';
import { istiodNoReadyReplica } from './control-plane/istiod-no-ready-replica.ts';
import { statusWriterStuck } from './control-plane/status-writer-stuck.ts';
import { ztunnelPointsToMissingIstiod } from './control-plane/ztunnel-points-to-missing-istiod.ts';
import { destinationNotCaptured } from './destination/destination-not-captured.ts';
import { netpolIngressBlocksHbone } from './destination/netpol-ingress-blocks-hbone.ts';
import { probeSnatBlocked } from './destination/probe-snat-blocked.ts';
import { trustDomainMismatch } from './destination/trust-domain-mismatch.ts';
import { corednsDown } from './dns/coredns-down.ts';
import { dnsCaptureOffForServiceentry } from './dns/dns-capture-off-for-serviceentry.ts';
import { duplicateHostDefinition } from './dns/duplicate-host-definition.ts';
import { externalnamePath } from './dns/externalname-path.ts';
import { headlessNoReadyEndpoints } from './dns/headless-no-ready-endpoints.ts';
import { podDnsConfigIgnored } from './dns/pod-dns-config-ignored.ts';
import { serviceentryNoAddress } from './dns/serviceentry-no-address.ts';
import { serviceentryNotVisible } from './dns/serviceentry-not-visible.ts';
import { egressDynamicDnsMisuse } from './egress/egress-dynamic-dns-misuse.ts';
import { egressGatewayVsIgnored } from './egress/egress-gateway-vs-ignored.ts';
import { egressNetpolBlocks } from './egress/egress-netpol-blocks.ts';
import { egressStaticNoEndpoints } from './egress/egress-static-no-endpoints.ts';
import { egressTlsOriginationIneffective } from './egress/egress-tls-origination-ineffective.ts';
import { egressUnknownDestination } from './egress/egress-unknown-destination.ts';
import { endpointsNotReady } from './endpoints/endpoints-not-ready.ts';
import { internalTrafficPolicyLocal } from './endpoints/internal-traffic-policy-local.ts';
import { ipFamilyMismatch } from './endpoints/ip-family-mismatch.ts';
import { manualEndpointsPlaintext } from './endpoints/manual-endpoints-plaintext.ts';
import { namedTargetportUnresolved } from './endpoints/named-targetport-unresolved.ts';
import { onlyTerminatingEndpoints } from './endpoints/only-terminating-endpoints.ts';
import { servicePortMissing } from './endpoints/service-port-missing.ts';
import { serviceSelectorMatchesNothing } from './endpoints/service-selector-matches-nothing.ts';
import { sessionAffinityIgnored } from './endpoints/session-affinity-ignored.ts';
import { udpNotMeshed } from './endpoints/udp-not-meshed.ts';
import { gatewayAddressPending } from './gateways/gateway-address-pending.ts';
import { gatewayBackendPolicy } from './gateways/gateway-backend-policy.ts';
import { gatewayCaptured } from './gateways/gateway-captured.ts';
import { gatewayExternaltrafficpolicyLocal } from './gateways/gateway-externaltrafficpolicy-local.ts';
import { gatewayNoInstances } from './gateways/gateway-no-instances.ts';
import { gatewayRouteNotAttached } from './gateways/gateway-route-not-attached.ts';
import { gatewayWaypointEmpty } from './gateways/gateway-waypoint-empty.ts';
import { agentgatewayIgnoresIstioApis } from './l7-config/agentgateway-ignores-istio-apis.ts';
import { destinationruleSubsetProblem } from './l7-config/destinationrule-subset-problem.ts';
import { l7ConfigWithoutWaypoint } from './l7-config/l7-config-without-waypoint.ts';
import { requestauthIneffectiveOrRejecting } from './l7-config/requestauth-ineffective-or-rejecting.ts';
import { routeBackendUnresolved } from './l7-config/route-backend-unresolved.ts';
import { routeForeignNamespace } from './l7-config/route-foreign-namespace.ts';
import { routeNoMatch } from './l7-config/route-no-match.ts';
import { routeNotAccepted } from './l7-config/route-not-accepted.ts';
import { routeTimeoutOrFault } from './l7-config/route-timeout-or-fault.ts';
import { vsAndRouteConflict } from './l7-config/vs-and-route-conflict.ts';
import { crossNetworkByPodIp } from './multicluster/cross-network-by-pod-ip.ts';
import { eastwestGatewayMisconfigured } from './multicluster/eastwest-gateway-misconfigured.ts';
import { eastwestGatewayMissing } from './multicluster/eastwest-gateway-missing.ts';
import { ingressMultinetworkOff } from './multicluster/ingress-multinetwork-off.ts';
import { multinetworkFeatureOff } from './multicluster/multinetwork-feature-off.ts';
import { networkLabelProblem } from './multicluster/network-label-problem.ts';
import { serviceNotGlobal } from './multicluster/service-not-global.ts';
import { cniAgentNotReady } from './nodes/cni-agent-not-ready.ts';
import { cniDaemonsetMissingOnNode } from './nodes/cni-daemonset-missing-on-node.ts';
import { cniNodeTaintLeft } from './nodes/cni-node-taint-left.ts';
import { cniSandboxFailure } from './nodes/cni-sandbox-failure.ts';
import { nodeNotReady } from './nodes/node-not-ready.ts';
import { workloadCertExpired } from './nodes/workload-cert-expired.ts';
import { workloadCertUnavailable } from './nodes/workload-cert-unavailable.ts';
import { ztunnelCrashloop } from './nodes/ztunnel-crashloop.ts';
import { ztunnelMissingOnNode } from './nodes/ztunnel-missing-on-node.ts';
import { ztunnelNotReady } from './nodes/ztunnel-not-ready.ts';
import { ztunnelXdsDisconnected } from './nodes/ztunnel-xds-disconnected.ts';
import { allowNothingPolicy } from './policy/allow-nothing-policy.ts';
import { l7AllowAtZtunnel } from './policy/l7-allow-at-ztunnel.ts';
import { l7DenyBroader } from './policy/l7-deny-broader.ts';
import { l7DenyNoop } from './policy/l7-deny-noop.ts';
import { peerauthIgnored } from './policy/peerauth-ignored.ts';
import { policyNeedsIdentityButPlaintext } from './policy/policy-needs-identity-but-plaintext.ts';
import { policySelectsNothing } from './policy/policy-selects-nothing.ts';
import { strictMtlsRejectsPlaintext } from './policy/strict-mtls-rejects-plaintext.ts';
import { systemCallerBlockedByStrict } from './policy/system-caller-blocked-by-strict.ts';
import { targetrefPolicyNotBound } from './policy/targetref-policy-not-bound.ts';
import { waypointDeniesClient } from './policy/waypoint-denies-client.ts';
import { waypointIdentityNotAllowed } from './policy/waypoint-identity-not-allowed.ts';
import { ztunnelDefaultDeny } from './policy/ztunnel-default-deny.ts';
import { ztunnelExplicitDeny } from './policy/ztunnel-explicit-deny.ts';
import { ingressUseWaypointInvalid } from './waypoint-binding/ingress-use-waypoint-invalid.ts';
import { labelPointsToNonWaypoint } from './waypoint-binding/label-points-to-non-waypoint.ts';
import { objectLabelShadowsNamespaceWaypoint } from './waypoint-binding/object-label-shadows-namespace-waypoint.ts';
import { podWaypointLabelIneffective } from './waypoint-binding/pod-waypoint-label-ineffective.ts';
import { serviceentryWaypointMissing } from './waypoint-binding/serviceentry-waypoint-missing.ts';
import { vipTranslatedBeforeZtunnel } from './waypoint-binding/vip-translated-before-ztunnel.ts';
import { waypointAttachmentDenied } from './waypoint-binding/waypoint-attachment-denied.ts';
import { waypointBypassedExternalAddress } from './waypoint-binding/waypoint-bypassed-external-address.ts';
import { waypointBypassedHeadless } from './waypoint-binding/waypoint-bypassed-headless.ts';
import { waypointBypassedIngress } from './waypoint-binding/waypoint-bypassed-ingress.ts';
import { waypointBypassedSidecarClient } from './waypoint-binding/waypoint-bypassed-sidecar-client.ts';
import { waypointBypassedUnmeshedClient } from './waypoint-binding/waypoint-bypassed-unmeshed-client.ts';
import { waypointCanaryNotAttached } from './waypoint-binding/waypoint-canary-not-attached.ts';
import { waypointCrossNamespaceForbidden } from './waypoint-binding/waypoint-cross-namespace-forbidden.ts';
import { waypointLabelNoneUnexpected } from './waypoint-binding/waypoint-label-none-unexpected.ts';
import { waypointLabelWithoutMesh } from './waypoint-binding/waypoint-label-without-mesh.ts';
import { waypointNeverReady } from './waypoint-binding/waypoint-never-ready.ts';
import { waypointNotFound } from './waypoint-binding/waypoint-not-found.ts';
import { waypointTrafficTypeMismatch } from './waypoint-binding/waypoint-traffic-type-mismatch.ts';
import { netpolBlocksWaypointToDestination } from './waypoint-health/netpol-blocks-waypoint-to-destination.ts';
import { waypointDeploymentNotCreated } from './waypoint-health/waypoint-deployment-not-created.ts';
import { waypointExposedAsLoadbalancer } from './waypoint-health/waypoint-exposed-as-loadbalancer.ts';
import { waypointListenerInvalid } from './waypoint-health/waypoint-listener-invalid.ts';
import { waypointNoPods } from './waypoint-health/waypoint-no-pods.ts';
import { waypointPodsUnhealthy } from './waypoint-health/waypoint-pods-unhealthy.ts';
import { waypointPortBlocked } from './waypoint-health/waypoint-port-blocked.ts';
import { waypointProtocolMismatch } from './waypoint-health/waypoint-protocol-mismatch.ts';
import { waypointSingleReplica } from './waypoint-health/waypoint-single-replica.ts';

export const CHECKS: readonly Check[] = [
  ambientDisabledIstiod,
  istiodNoReadyReplica,
  ztunnelPointsToMissingIstiod,
  istiod15012Blocked,
  statusWriterStuck,
  discoverySelectorExcludesNamespace,
  configWrongRevision,
  nodeNotReady,
  cniDaemonsetMissingOnNode,
  cniAgentNotReady,
  cniSandboxFailure,
  cniNodeTaintLeft,
  ztunnelMissingOnNode,
  ztunnelCrashloop,
  ztunnelNotReady,
  ztunnelXdsDisconnected,
  workloadCertUnavailable,
  workloadCertExpired,
  redirectionPending,
  sourceNotCaptured,
  captureAnnotationStale,
  sourceNotMeshedByChoice,
  mixedSidecarAmbient,
  netpolEgressBlocksHbone,
  netpolEgressBlocksDns,
  appDialsReservedPort,
  unknownLocalWorkload,
  corednsDown,
  podDnsConfigIgnored,
  dnsCaptureOffForServiceentry,
  serviceentryNoAddress,
  duplicateHostDefinition,
  serviceentryNotVisible,
  headlessNoReadyEndpoints,
  externalnamePath,
  servicePortMissing,
  serviceSelectorMatchesNothing,
  endpointsNotReady,
  onlyTerminatingEndpoints,
  namedTargetportUnresolved,
  internalTrafficPolicyLocal,
  ipFamilyMismatch,
  manualEndpointsPlaintext,
  udpNotMeshed,
  sessionAffinityIgnored,
  waypointNotFound,
  waypointNeverReady,
  waypointAttachmentDenied,
  waypointTrafficTypeMismatch,
  podWaypointLabelIneffective,
  objectLabelShadowsNamespaceWaypoint,
  waypointLabelNoneUnexpected,
  labelPointsToNonWaypoint,
  waypointLabelWithoutMesh,
  waypointBypassedHeadless,
  waypointBypassedExternalAddress,
  waypointBypassedSidecarClient,
  waypointBypassedUnmeshedClient,
  waypointBypassedIngress,
  ingressUseWaypointInvalid,
  serviceentryWaypointMissing,
  waypointCrossNamespaceForbidden,
  waypointCanaryNotAttached,
  vipTranslatedBeforeZtunnel,
  waypointDeploymentNotCreated,
  waypointListenerInvalid,
  waypointExposedAsLoadbalancer,
  waypointNoPods,
  waypointPodsUnhealthy,
  waypointPortBlocked,
  netpolBlocksWaypointToDestination,
  waypointSingleReplica,
  waypointProtocolMismatch,
  l7ConfigWithoutWaypoint,
  agentgatewayIgnoresIstioApis,
  routeForeignNamespace,
  routeNotAccepted,
  routeBackendUnresolved,
  routeNoMatch,
  vsAndRouteConflict,
  destinationruleSubsetProblem,
  routeTimeoutOrFault,
  requestauthIneffectiveOrRejecting,
  ztunnelDefaultDeny,
  ztunnelExplicitDeny,
  allowNothingPolicy,
  l7AllowAtZtunnel,
  waypointIdentityNotAllowed,
  waypointDeniesClient,
  l7DenyNoop,
  l7DenyBroader,
  targetrefPolicyNotBound,
  policySelectsNothing,
  policyNeedsIdentityButPlaintext,
  strictMtlsRejectsPlaintext,
  systemCallerBlockedByStrict,
  peerauthIgnored,
  destinationNotCaptured,
  netpolIngressBlocksHbone,
  probeSnatBlocked,
  trustDomainMismatch,
  appNotListening,
  appCrashing,
  appImageOrConfigError,
  gatewayAddressPending,
  gatewayNoInstances,
  gatewayRouteNotAttached,
  gatewayExternaltrafficpolicyLocal,
  gatewayBackendPolicy,
  gatewayWaypointEmpty,
  gatewayCaptured,
  egressUnknownDestination,
  egressStaticNoEndpoints,
  egressTlsOriginationIneffective,
  egressGatewayVsIgnored,
  egressNetpolBlocks,
  egressDynamicDnsMisuse,
  multinetworkFeatureOff,
  networkLabelProblem,
  serviceNotGlobal,
  eastwestGatewayMissing,
  eastwestGatewayMisconfigured,
  crossNetworkByPodIp,
  ingressMultinetworkOff,
];
