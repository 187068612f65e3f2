/** One scenario of every check; over 250 lines because it is one list. */
import type { Scenario } from '../scenario.ts';
import { agentgatewayIgnoresIstioApis } from './agentgateway-ignores-istio-apis.ts';
import { allowNothingPolicy } from './allow-nothing-policy.ts';
import { ambientDisabledIstiod } from './ambient-disabled-istiod.ts';
import { appCrashing } from './app-crashing.ts';
import { appDialsReservedPort } from './app-dials-reserved-port.ts';
import { appImageOrConfigError } from './app-image-or-config-error.ts';
import { appNotListening } from './app-not-listening.ts';
import { captureAnnotationStale } from './capture-annotation-stale.ts';
import { cniAgentNotReady } from './cni-agent-not-ready.ts';
import { cniDaemonsetMissingOnNode } from './cni-daemonset-missing-on-node.ts';
import { cniNodeTaintLeft } from './cni-node-taint-left.ts';
import { cniSandboxFailure } from './cni-sandbox-failure.ts';
import { configWrongRevision } from './config-wrong-revision.ts';
import { corednsDown } from './coredns-down.ts';
import { crossNetworkByPodIp } from './cross-network-by-pod-ip.ts';
import { destinationNotCaptured } from './destination-not-captured.ts';
import { destinationruleSubsetProblem } from './destinationrule-subset-problem.ts';
import { discoverySelectorExcludesNamespace } from './discovery-selector-excludes-namespace.ts';
import { dnsCaptureOffForServiceentry } from './dns-capture-off-for-serviceentry.ts';
import { duplicateHostDefinition } from './duplicate-host-definition.ts';
import { eastwestGatewayMisconfigured } from './eastwest-gateway-misconfigured.ts';
import { eastwestGatewayMissing } from './eastwest-gateway-missing.ts';
import { egressDynamicDnsMisuse } from './egress-dynamic-dns-misuse.ts';
import { egressGatewayVsIgnored } from './egress-gateway-vs-ignored.ts';
import { egressNetpolBlocks } from './egress-netpol-blocks.ts';
import { egressStaticNoEndpoints } from './egress-static-no-endpoints.ts';
import { egressTlsOriginationIneffective } from './egress-tls-origination-ineffective.ts';
import { egressUnknownDestination } from './egress-unknown-destination.ts';
import { endpointsNotReady } from './endpoints-not-ready.ts';
import { externalnamePath } from './externalname-path.ts';
import { gatewayAddressPending } from './gateway-address-pending.ts';
import { gatewayBackendPolicy } from './gateway-backend-policy.ts';
import { gatewayCaptured } from './gateway-captured.ts';
import { gatewayExternaltrafficpolicyLocal } from './gateway-externaltrafficpolicy-local.ts';
import { gatewayNoInstances } from './gateway-no-instances.ts';
import { gatewayRouteNotAttached } from './gateway-route-not-attached.ts';
import { gatewayWaypointEmpty } from './gateway-waypoint-empty.ts';
import { headlessNoReadyEndpoints } from './headless-no-ready-endpoints.ts';
import { ingressMultinetworkOff } from './ingress-multinetwork-off.ts';
import { ingressUseWaypointInvalid } from './ingress-use-waypoint-invalid.ts';
import { internalTrafficPolicyLocal } from './internal-traffic-policy-local.ts';
import { ipFamilyMismatch } from './ip-family-mismatch.ts';
import { istiod15012Blocked } from './istiod-15012-blocked.ts';
import { istiodNoReadyReplica } from './istiod-no-ready-replica.ts';
import { l7AllowAtZtunnel } from './l7-allow-at-ztunnel.ts';
import { l7ConfigWithoutWaypoint } from './l7-config-without-waypoint.ts';
import { l7DenyBroader } from './l7-deny-broader.ts';
import { l7DenyNoop } from './l7-deny-noop.ts';
import { labelPointsToNonWaypoint } from './label-points-to-non-waypoint.ts';
import { manualEndpointsPlaintext } from './manual-endpoints-plaintext.ts';
import { mixedSidecarAmbient } from './mixed-sidecar-ambient.ts';
import { multinetworkFeatureOff } from './multinetwork-feature-off.ts';
import { namedTargetportUnresolved } from './named-targetport-unresolved.ts';
import { netpolBlocksWaypointToDestination } from './netpol-blocks-waypoint-to-destination.ts';
import { netpolEgressBlocksDns } from './netpol-egress-blocks-dns.ts';
import { netpolEgressBlocksHbone } from './netpol-egress-blocks-hbone.ts';
import { netpolIngressBlocksHbone } from './netpol-ingress-blocks-hbone.ts';
import { networkLabelProblem } from './network-label-problem.ts';
import { nodeNotReady } from './node-not-ready.ts';
import { objectLabelShadowsNamespaceWaypoint } from './object-label-shadows-namespace-waypoint.ts';
import { onlyTerminatingEndpoints } from './only-terminating-endpoints.ts';
import { peerauthIgnored } from './peerauth-ignored.ts';
import { podDnsConfigIgnored } from './pod-dns-config-ignored.ts';
import { podWaypointLabelIneffective } from './pod-waypoint-label-ineffective.ts';
import { policyNeedsIdentityButPlaintext } from './policy-needs-identity-but-plaintext.ts';
import { policySelectsNothing } from './policy-selects-nothing.ts';
import { probeSnatBlocked } from './probe-snat-blocked.ts';
import { redirectionPending } from './redirection-pending.ts';
import { requestauthIneffectiveOrRejecting } from './requestauth-ineffective-or-rejecting.ts';
import { routeBackendUnresolved } from './route-backend-unresolved.ts';
import { routeForeignNamespace } from './route-foreign-namespace.ts';
import { routeNoMatch } from './route-no-match.ts';
import { routeNotAccepted } from './route-not-accepted.ts';
import { routeTimeoutOrFault } from './route-timeout-or-fault.ts';
import { serviceNotGlobal } from './service-not-global.ts';
import { servicePortMissing } from './service-port-missing.ts';
import { serviceSelectorMatchesNothing } from './service-selector-matches-nothing.ts';
import { serviceentryNoAddress } from './serviceentry-no-address.ts';
import { serviceentryNotVisible } from './serviceentry-not-visible.ts';
import { serviceentryWaypointMissing } from './serviceentry-waypoint-missing.ts';
import { sessionAffinityIgnored } from './session-affinity-ignored.ts';
import { sourceNotCaptured } from './source-not-captured.ts';
import { sourceNotMeshedByChoice } from './source-not-meshed-by-choice.ts';
import { statusWriterStuck } from './status-writer-stuck.ts';
import { strictMtlsRejectsPlaintext } from './strict-mtls-rejects-plaintext.ts';
import { systemCallerBlockedByStrict } from './system-caller-blocked-by-strict.ts';
import { targetrefPolicyNotBound } from './targetref-policy-not-bound.ts';
import { tier0 } from './tier0.ts';
import { trustDomainMismatch } from './trust-domain-mismatch.ts';
import { udpNotMeshed } from './udp-not-meshed.ts';
import { unknownLocalWorkload } from './unknown-local-workload.ts';
import { vipTranslatedBeforeZtunnel } from './vip-translated-before-ztunnel.ts';
import { vsAndRouteConflict } from './vs-and-route-conflict.ts';
import { waypointAttachmentDenied } from './waypoint-attachment-denied.ts';
import { waypointBypassedExternalAddress } from './waypoint-bypassed-external-address.ts';
import { waypointBypassedHeadless } from './waypoint-bypassed-headless.ts';
import { waypointBypassedIngress } from './waypoint-bypassed-ingress.ts';
import { waypointBypassedSidecarClient } from './waypoint-bypassed-sidecar-client.ts';
import { waypointBypassedUnmeshedClient } from './waypoint-bypassed-unmeshed-client.ts';
import { waypointCanaryNotAttached } from './waypoint-canary-not-attached.ts';
import { waypointCrossNamespaceForbidden } from './waypoint-cross-namespace-forbidden.ts';
import { waypointDeniesClient } from './waypoint-denies-client.ts';
import { waypointDeploymentNotCreated } from './waypoint-deployment-not-created.ts';
import { waypointExposedAsLoadbalancer } from './waypoint-exposed-as-loadbalancer.ts';
import { waypointIdentityNotAllowed } from './waypoint-identity-not-allowed.ts';
import { waypointLabelNoneUnexpected } from './waypoint-label-none-unexpected.ts';
import { waypointLabelWithoutMesh } from './waypoint-label-without-mesh.ts';
import { waypointListenerInvalid } from './waypoint-listener-invalid.ts';
import { waypointNeverReady } from './waypoint-never-ready.ts';
import { waypointNoPods } from './waypoint-no-pods.ts';
import { waypointNotFound } from './waypoint-not-found.ts';
import { waypointPodsUnhealthy } from './waypoint-pods-unhealthy.ts';
import { waypointPortBlocked } from './waypoint-port-blocked.ts';
import { waypointProtocolMismatch } from './waypoint-protocol-mismatch.ts';
import { waypointSingleReplica } from './waypoint-single-replica.ts';
import { waypointTrafficTypeMismatch } from './waypoint-traffic-type-mismatch.ts';
import { workloadCertExpired } from './workload-cert-expired.ts';
import { workloadCertUnavailable } from './workload-cert-unavailable.ts';
import { ztunnelCrashloop } from './ztunnel-crashloop.ts';
import { ztunnelDefaultDeny } from './ztunnel-default-deny.ts';
import { ztunnelExplicitDeny } from './ztunnel-explicit-deny.ts';
import { ztunnelMissingOnNode } from './ztunnel-missing-on-node.ts';
import { ztunnelNotReady } from './ztunnel-not-ready.ts';
import { ztunnelPointsToMissingIstiod } from './ztunnel-points-to-missing-istiod.ts';
import { ztunnelXdsDisconnected } from './ztunnel-xds-disconnected.ts';

/** For each check a scenario that fires it and one that nearly does, in the order of the catalogue; then tier 0. */
export const catalogueScenarios: readonly Scenario[] = [
  ...istiodNoReadyReplica,
  ...ztunnelPointsToMissingIstiod,
  ...istiod15012Blocked,
  ...statusWriterStuck,
  ...corednsDown,
  ...podDnsConfigIgnored,
  ...dnsCaptureOffForServiceentry,
  ...serviceentryNoAddress,
  ...ambientDisabledIstiod,
  ...discoverySelectorExcludesNamespace,
  ...configWrongRevision,
  ...nodeNotReady,
  ...cniDaemonsetMissingOnNode,
  ...cniAgentNotReady,
  ...cniSandboxFailure,
  ...cniNodeTaintLeft,
  ...ztunnelMissingOnNode,
  ...ztunnelCrashloop,
  ...ztunnelNotReady,
  ...ztunnelXdsDisconnected,
  ...workloadCertUnavailable,
  ...workloadCertExpired,
  ...redirectionPending,
  ...sourceNotCaptured,
  ...captureAnnotationStale,
  ...sourceNotMeshedByChoice,
  ...destinationNotCaptured,
  ...netpolEgressBlocksHbone,
  ...netpolEgressBlocksDns,
  ...netpolIngressBlocksHbone,
  ...netpolBlocksWaypointToDestination,
  ...waypointPortBlocked,
  ...probeSnatBlocked,
  ...trustDomainMismatch,
  ...servicePortMissing,
  ...serviceSelectorMatchesNothing,
  ...endpointsNotReady,
  ...namedTargetportUnresolved,
  ...internalTrafficPolicyLocal,
  ...ipFamilyMismatch,
  ...manualEndpointsPlaintext,
  ...udpNotMeshed,
  ...sessionAffinityIgnored,
  ...waypointNotFound,
  ...waypointNeverReady,
  ...waypointAttachmentDenied,
  ...waypointTrafficTypeMismatch,
  ...podWaypointLabelIneffective,
  ...objectLabelShadowsNamespaceWaypoint,
  ...waypointLabelNoneUnexpected,
  ...labelPointsToNonWaypoint,
  ...waypointLabelWithoutMesh,
  ...waypointBypassedIngress,
  ...ingressUseWaypointInvalid,
  ...serviceentryWaypointMissing,
  ...waypointCrossNamespaceForbidden,
  ...waypointCanaryNotAttached,
  ...vipTranslatedBeforeZtunnel,
  ...waypointExposedAsLoadbalancer,
  ...waypointBypassedHeadless,
  ...waypointBypassedExternalAddress,
  ...waypointBypassedSidecarClient,
  ...waypointBypassedUnmeshedClient,
  ...waypointDeploymentNotCreated,
  ...waypointListenerInvalid,
  ...waypointNoPods,
  ...waypointPodsUnhealthy,
  ...waypointSingleReplica,
  ...waypointProtocolMismatch,
  ...l7ConfigWithoutWaypoint,
  ...agentgatewayIgnoresIstioApis,
  ...routeForeignNamespace,
  ...routeNotAccepted,
  ...routeBackendUnresolved,
  ...routeNoMatch,
  ...vsAndRouteConflict,
  ...destinationruleSubsetProblem,
  ...routeTimeoutOrFault,
  ...requestauthIneffectiveOrRejecting,
  ...ztunnelDefaultDeny,
  ...ztunnelExplicitDeny,
  ...allowNothingPolicy,
  ...l7AllowAtZtunnel,
  ...l7DenyNoop,
  ...l7DenyBroader,
  ...waypointIdentityNotAllowed,
  ...waypointDeniesClient,
  ...targetrefPolicyNotBound,
  ...policySelectsNothing,
  ...peerauthIgnored,
  ...policyNeedsIdentityButPlaintext,
  ...strictMtlsRejectsPlaintext,
  ...systemCallerBlockedByStrict,
  ...gatewayRouteNotAttached,
  ...gatewayBackendPolicy,
  ...gatewayWaypointEmpty,
  ...gatewayCaptured,
  ...egressUnknownDestination,
  ...egressStaticNoEndpoints,
  ...egressTlsOriginationIneffective,
  ...egressGatewayVsIgnored,
  ...egressNetpolBlocks,
  ...egressDynamicDnsMisuse,
  ...multinetworkFeatureOff,
  ...networkLabelProblem,
  ...serviceNotGlobal,
  ...eastwestGatewayMissing,
  ...eastwestGatewayMisconfigured,
  ...crossNetworkByPodIp,
  ...ingressMultinetworkOff,
  ...gatewayNoInstances,
  ...gatewayExternaltrafficpolicyLocal,
  ...gatewayAddressPending,
  ...appDialsReservedPort,
  ...appNotListening,
  ...appCrashing,
  ...appImageOrConfigError,
  ...onlyTerminatingEndpoints,
  ...mixedSidecarAmbient,
  ...unknownLocalWorkload,
  ...duplicateHostDefinition,
  ...serviceentryNotVisible,
  ...headlessNoReadyEndpoints,
  ...externalnamePath,
  ...tier0,
];
