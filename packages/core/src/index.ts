/** The public names of core. */

export { type Edit, SuggestedChange } from './checks/change.ts';
export * from './checks/check.ts';
export * from './checks/detection.ts';
export { CHECKS } from './checks/index.ts';
export { STAGES } from './checks/stages.ts';
export { isKnown, reportedTraffic, tellTraffic } from './graph/believed-traffic.ts';
export { LinkTraffic } from './graph/link-traffic.ts';
export * from './graph/mesh-graph.ts';
export * from './graph/traffic-draft.ts';
export * from './graph/traffic-graph.ts';
export type { Rates } from './graph/traffic-rates.ts';
export * from './mesh/admission.ts';
export * from './mesh/canary.ts';
export { type ComponentName, type ComponentPod, componentPods } from './mesh/components.ts';
export * from './mesh/enrolment.ts';
export * from './mesh/gateway.ts';
export * from './mesh/gateway-conditions.ts';
export { hostOf } from './mesh/host-name.ts';
export * from './mesh/inbound-binding.ts';
export * from './mesh/look-up.ts';
export * from './mesh/lookup.ts';
export * from './mesh/mesh.ts';
export { asksForSidecar, type ModeConflict, modeConflicts } from './mesh/mode-conflict.ts';
export * from './mesh/mtls.ts';
export * from './mesh/network-gateway.ts';
export * from './mesh/policy.ts';
export * from './mesh/policy-status.ts';
export * from './mesh/published-policies.ts';
export * from './mesh/published-services.ts';
export * from './mesh/rbac.ts';
export { forwardedRequest, type Location, locationOf } from './mesh/route-change.ts';
export type { RouteOutcome, RouteTaken } from './mesh/route-decision.ts';
export type { RouteRequest } from './mesh/route-match.ts';
export * from './mesh/seen-config.ts';
export { servicesOfPod } from './mesh/selection.ts';
export { matchesSelector } from './mesh/selector.ts';
export * from './mesh/service-scope.ts';
export * from './mesh/waypoint.ts';
export * from './mesh/waypoint-status.ts';
export * from './mesh/workload.ts';
export * from './mesh/workloads.ts';
export * from './mesh/written-conditions.ts';
export * from './mesh/ztunnel.ts';
export { type Inbound, inboundIn, type NextHop, nextHopIn, type Socket } from './mesh/ztunnel-view.ts';
export { assembleState, type GroupedSlices, sortEntities } from './normalize/assemble.ts';
export { type NormalizedBundle, normalizeBundle, readBundle, readBundleDocument } from './normalize/bundle.ts';
export type { Ignored } from './normalize/bundle-documents.ts';
export type { BundleFile } from './normalize/documents.ts';
export { componentSelections, type MetricSelection, processSelections } from './normalize/metric-selections.ts';
export { type EntitySlice, type Normalized, normalizeObject } from './normalize/object.ts';
export { metricRatesBetween, ratesBetween } from './normalize/rates-between.ts';
export {
  type NormalizedReading,
  normalizeDump,
  normalizeReading,
  type RawReading,
  READING_SOURCES,
  sliceOfReading,
  tierOf,
} from './normalize/reading.ts';
export { trimDump, trimReading } from './normalize/reading-trim.ts';
export { TRAFFIC_LABELS, TRAFFIC_METRICS } from './normalize/traffic.ts';
export { withRates } from './normalize/with-rates.ts';
export { createDumpReader, type DumpLists, type DumpReader, type SectionShape } from './normalize/ztunnel-config.ts';
export { readStringMatch, readZtunnelPolicy } from './normalize/ztunnel-policy.ts';
export * from './path/hop-kind.ts';
export { tracePath } from './path/walk.ts';
export { type AppliedAction, type Change, isRemovable } from './question/apply-change.ts';
export { type ReadChange, readChange } from './question/change-files.ts';
export { changedObjects, ObjectChange } from './question/changed-objects.ts';
export * from './question/compare-paths.ts';
export * from './question/compare-reports.ts';
export { Drift, driftOfService, driftOfWorkload } from './question/drift.ts';
export { Enrolment, enrolmentOf } from './question/enrolment.ts';
export { type Expectation, readExpectations } from './question/expectation-file.ts';
export * from './question/expectations.ts';
export { PolicyEffect } from './question/policy-answer.ts';
export { POLICY_KINDS, policyEffect } from './question/policy-effect.ts';
export { whatItReaches, whoCanReach } from './question/reach.ts';
export * from './question/reach-answer.ts';
export { WaypointTraffic, waypointTraffic } from './question/waypoint-traffic.ts';
export { WhatIf, whatIf } from './question/what-if.ts';
export { AgreementKind, isConflict } from './report/agreement.ts';
export * from './report/agreement-words.ts';
export { analyze, analyzeThoughtOf } from './report/analyze.ts';
export { explain } from './report/explain.ts';
export { firstSeenAfter } from './report/first-seen.ts';
export { decodeGraph, encodeGraph, GraphColumns, type GraphView } from './report/graph-columns.ts';
export { BeforeChange, JustBefore, type Past, type PastChange } from './report/just-before.ts';
export * from './report/mesh-report.ts';
export * from './report/path-result.ts';
export * from './report/policy-reading.ts';
export * from './report/tier-report.ts';
export type { ComponentMetrics, ComponentSample } from './state/component-metrics.ts';
export type { AuthorizationPolicy, PeerAuthentication, ServiceEntry, WorkloadEntry } from './state/istio.ts';
export * from './state/kinds.ts';
export type { Pod, Service } from './state/kubernetes.ts';
export * from './state/mesh-state.ts';
export type { Condition } from './state/metadata.ts';
export * from './state/path-query.ts';
export type { WaypointAddress, ZtunnelDump, ZtunnelMatch, ZtunnelPolicy, ZtunnelWorkload } from './state/readings.ts';
export * from './state/refs.ts';
export * from './state/source-status.ts';
export * from './state/traffic.ts';
