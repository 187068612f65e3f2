/** The metrics of components that are read, as signals.md spells them, and which of their labels matter. */

export interface MetricRule {
  labels?: readonly string[];
  /** how samples that differ in other labels become one; added up where nothing is said */
  merge?: 'least';
  /** zeros tell nothing: there may be thousands */
  onlyPositive?: boolean;
  /** the name it is kept under, for another spelling of the same */
  name?: string;
}

const NO_LABELS: MetricRule = {};
const LEAST: MetricRule = { merge: 'least' };
const histogram = (name: string, labels: readonly string[] = []): [string, MetricRule][] => [
  [`${name}_bucket`, { labels: [...labels, 'le'], ...(labels.length > 0 ? { onlyPositive: true } : {}) }],
  [`${name}_sum`, { labels }],
  [`${name}_count`, { labels }],
];
const ofCluster = (...names: string[]): [string, MetricRule][] =>
  names.map((name) => [`envoy_cluster_${name}`, { labels: ['cluster_name'], onlyPositive: true }]);
const plain = (...names: string[]): [string, MetricRule][] => names.map((name) => [name, NO_LABELS]);
const by = (label: string | readonly string[], ...names: string[]): [string, MetricRule][] =>
  names.map((name) => [name, { labels: typeof label === 'string' ? [label] : label }]);

const ANY_COMPONENT: readonly [string, MetricRule][] = [
  ...by(['component', 'tag', 'version'], 'istio_build'),
  ...plain('process_open_fds', 'process_max_fds', 'process_cpu_seconds_total', 'process_resident_memory_bytes'),
  ['process_start_time_seconds', LEAST],
  // Prometheus' own word on a target, which no component serves: 0 = it could not be scraped.
  ['up', { labels: ['job'], merge: 'least' }],
];

const ZTUNNEL: readonly [string, MetricRule][] = [
  ...by('reason', 'istio_xds_connection_terminations_total'),
  ...by('url', 'istio_xds_message_total', 'istio_xds_message_bytes_total'),
  ...by(
    'reporter',
    'istio_tcp_sockets_open',
    'istio_crl_policy_rejections_total',
    'istio_crl_untracked_connections_total',
  ),
  ...by('hostname', 'istio_on_demand_dns_total'),
  ...plain('istio_dns_requests_total', 'istio_dns_upstream_requests_total', 'istio_dns_upstream_failures_total'),
  ...plain('istio_dns_upstream_request_duration_seconds_sum', 'istio_dns_upstream_request_duration_seconds_count'),
  ...plain(
    'workload_manager_active_proxy_count',
    'workload_manager_pending_proxy_count',
    'workload_manager_proxies_started_total',
    'workload_manager_proxies_stopped_total',
  ),
];

const ISTIOD: readonly [string, MetricRule][] = [
  ...by('version', 'pilot_xds', 'pilot_info'),
  ...by(
    'type',
    'pilot_xds_pushes',
    'pilot_total_xds_rejects',
    'pilot_push_triggers',
    'pilot_inbound_updates',
    'pilot_xds_expired_nonce',
  ),
  ...by(
    ['node', 'err'],
    'pilot_xds_cds_reject',
    'pilot_xds_eds_reject',
    'pilot_xds_lds_reject',
    'pilot_xds_rds_reject',
  ),
  ...plain('pilot_total_xds_internal_errors', 'pilot_xds_write_timeout', 'pilot_services'),
  ...histogram('pilot_proxy_convergence_time'),
  ...histogram('pilot_proxy_queue_time'),
  ...histogram('pilot_debounce_time'),
  ...by(['type', 'event'], 'pilot_k8s_cfg_events', 'pilot_k8s_reg_events'),
  ...plain('pilot_k8s_endpoints_with_no_pods', 'pilot_k8s_endpoints_pending_pod', 'endpoint_no_pod'),
  ['istiod_uptime_seconds', LEAST],
  ['citadel_server_root_cert_expiry_timestamp', LEAST],
  ['citadel_server_root_cert_expiry_seconds', LEAST],
  ['citadel_server_cert_chain_expiry_timestamp', LEAST],
  ['citadel_server_cert_chain_expiry_seconds', LEAST],
  [
    'citadel_server_root_cert_expiry_timestamp_seconds',
    { ...LEAST, name: 'citadel_server_root_cert_expiry_timestamp' },
  ],
  [
    'citadel_server_cert_chain_expiry_timestamp_seconds',
    { ...LEAST, name: 'citadel_server_cert_chain_expiry_timestamp' },
  ],
  ...plain(
    'citadel_server_csr_count',
    'citadel_server_success_cert_issuance_count',
    'citadel_server_authentication_failure_count',
    'citadel_server_csr_parsing_err_count',
    'citadel_server_id_extraction_err_count',
  ),
  ...by('error', 'citadel_server_csr_sign_err_count'),
  ...by(['group', 'resource', 'reason'], 'galley_validation_failed', 'galley_validation_passed'),
  ...by('reason', 'galley_validation_config_update_error'),
  ...plain('sidecar_injection_requests_total', 'sidecar_injection_success_total', 'sidecar_injection_skip_total'),
  ...by('reason', 'sidecar_injection_failure_total'),
  ...by('cluster_type', 'istiod_managed_clusters'),
  ...by(
    ['cluster_id', 'cluster', 'status', 'secret'],
    'istiod_remote_cluster_sync_status',
    'remote_cluster_sync_status',
  ),
  ...by(['cluster_id', 'cluster'], 'remote_cluster_sync_timeouts_total'),
];

const CNI: readonly [string, MetricRule][] = [
  ['ztunnel_connected', LEAST],
  ['istio_cni_install_ready', LEAST],
  ...by('type', 'nodeagent_reconcile_events_total'),
  ...by('response_code', 'istio_cni_plugin_requests_total'),
  ...by('result', 'istio_cni_installs_total'),
  ...by(['type', 'result'], 'istio_cni_repair_pods_repaired_total'),
];

const REQUEST = ['reporter', 'destination_service', 'destination_workload', 'destination_workload_namespace'];

const ENVOY: readonly [string, MetricRule][] = [
  ...histogram('istio_request_duration_milliseconds', REQUEST),
  ...by('type', 'istiod_connection_failures'),
  ...plain('istiod_connection_terminations'),
  ['cert_expiry_seconds', { labels: ['resource_name'], merge: 'least' }],
  ...plain(
    'envoy_cluster_manager_cds_update_rejected',
    'envoy_listener_manager_lds_update_rejected',
    'envoy_listener_manager_listener_create_failure',
    'envoy_server_total_connections',
    'envoy_server_memory_allocated',
    'envoy_server_concurrency',
    'envoy_server_state',
  ),
  ['envoy_control_plane_connected_state', LEAST],
  ['envoy_server_live', LEAST],
  ['envoy_server_uptime', LEAST],
  ['envoy_server_days_until_first_cert_expiring', LEAST],
  ['envoy_http_rds_update_rejected', { labels: [], onlyPositive: true }],
  ...ofCluster(
    'membership_healthy',
    'membership_total',
    'upstream_cx_connect_fail',
    'upstream_cx_connect_timeout',
    'upstream_cx_overflow',
    'upstream_cx_pool_overflow',
    'upstream_cx_none_healthy',
    'upstream_cx_protocol_error',
    'upstream_rq_total',
    'upstream_rq_timeout',
    'upstream_rq_pending_overflow',
    'upstream_rq_active_overflow',
    'upstream_rq_retry_overflow',
    'upstream_rq_maintenance_mode',
    'outlier_detection_ejections_active',
    'outlier_detection_ejections_enforced_total',
  ),
  ['envoy_http_rbac', { labels: ['authz_enforce_result'] }],
  ['envoy_tcp_rbac', { labels: ['authz_enforce_result'] }],
  ...plain('envoy_http_rbac_denied', 'envoy_http_rbac_allowed', 'envoy_tcp_rbac_denied', 'envoy_rbac_denied'),
  ...plain(
    'envoy_http_ext_authz_error',
    'envoy_http_ext_authz_denied',
    'envoy_http_ext_authz_ok',
    'envoy_http_ext_authz_failure_mode_allowed',
  ),
  ...plain(
    'envoy_http_downstream_cx_protocol_error',
    'envoy_http_downstream_rq_overload_close',
    'envoy_http_downstream_rq_timeout',
    'envoy_listener_ssl_fail_verify_san',
    'envoy_listener_ssl_connection_error',
    'envoy_listener_downstream_cx_overflow',
  ),
];

/** By name. */
export const METRICS: ReadonlyMap<string, MetricRule> = new Map([
  ...ANY_COMPONENT,
  ...ZTUNNEL,
  ...ISTIOD,
  ...CNI,
  ...ENVOY,
]);
