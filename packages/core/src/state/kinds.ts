/**
 * Every Kubernetes kind the product reads, in one table: the server lists and watches it, `gather` writes it, and a
 * source status names the missing permission from it. To read another kind, add a row here and a normaliser.
 */

export interface KindSpec {
  /** The API's own word, or ours where two groups have a kind of one name. */
  readonly kind: string;
  /** The API's word where it is not ours. */
  readonly apiKind?: string;
  readonly group: string;
  readonly resource: string;
  /** Versions we understand, best first; the first one the server serves is used. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
  /** Only these object names are read (ConfigMaps may hold anything, so only Istio's and the CNI's are asked for). */
  readonly names?: readonly string[];
  /** Kubernetes field selector that narrows the list. */
  readonly fieldSelector?: string;
  /** Written by `gather` and not watched: it changes every few seconds. */
  readonly gatherOnly?: boolean;
  /** A custom resource: a server that does not serve it is no error, there are simply none. */
  readonly optional?: boolean;
}

const core = (kind: string, resource: string, namespaced = true): KindSpec => ({
  kind,
  group: '',
  resource,
  versions: ['v1'],
  namespaced,
});
const apps = (kind: string, resource: string): KindSpec => ({
  kind,
  group: 'apps',
  resource,
  versions: ['v1'],
  namespaced: true,
});
const gatewayApi = (kind: string, resource: string, versions: readonly string[], namespaced = true): KindSpec => ({
  kind,
  group: 'gateway.networking.k8s.io',
  resource,
  versions,
  namespaced,
  optional: true,
});
const istio = (kind: string, group: string, resource: string): KindSpec => ({
  kind,
  group: `${group}.istio.io`,
  resource,
  versions: ['v1', 'v1beta1', 'v1alpha3', 'v1alpha1'],
  namespaced: true,
  optional: true,
});
const foreignPolicy = (
  kind: string,
  group: string,
  resource: string,
  versions: readonly string[],
  namespaced: boolean,
): KindSpec => ({
  kind,
  group,
  resource,
  versions,
  namespaced,
  optional: true,
});

/** ConfigMaps that tell how the mesh and the network are set up (signals.md 1.1 and 2). */
export const CONFIG_MAP_NAMES = [
  'istio',
  'istio-cni-config',
  'istio-ca-root-cert',
  'coredns',
  'cilium-config',
] as const;

export const KINDS: readonly KindSpec[] = [
  core('Namespace', 'namespaces', false),
  core('Node', 'nodes', false),
  core('Pod', 'pods'),
  core('Service', 'services'),
  { kind: 'EndpointSlice', group: 'discovery.k8s.io', resource: 'endpointslices', versions: ['v1'], namespaced: true },
  apps('Deployment', 'deployments'),
  apps('ReplicaSet', 'replicasets'),
  apps('DaemonSet', 'daemonsets'),
  apps('StatefulSet', 'statefulsets'),
  { ...core('ConfigMap', 'configmaps'), names: CONFIG_MAP_NAMES },
  { ...core('Event', 'events'), fieldSelector: 'type=Warning' },
  {
    kind: 'NetworkPolicy',
    group: 'networking.k8s.io',
    resource: 'networkpolicies',
    versions: ['v1'],
    namespaced: true,
  },
  {
    kind: 'PodDisruptionBudget',
    group: 'policy',
    resource: 'poddisruptionbudgets',
    versions: ['v1'],
    namespaced: true,
  },
  {
    kind: 'HorizontalPodAutoscaler',
    group: 'autoscaling',
    resource: 'horizontalpodautoscalers',
    versions: ['v2', 'v1'],
    namespaced: true,
  },
  {
    kind: 'Lease',
    group: 'coordination.k8s.io',
    resource: 'leases',
    versions: ['v1'],
    namespaced: true,
    names: ['istio-status-leader'],
    gatherOnly: true,
  },
  {
    kind: 'CustomResourceDefinition',
    group: 'apiextensions.k8s.io',
    resource: 'customresourcedefinitions',
    versions: ['v1'],
    namespaced: false,
  },
  {
    kind: 'ValidatingWebhookConfiguration',
    group: 'admissionregistration.k8s.io',
    resource: 'validatingwebhookconfigurations',
    versions: ['v1'],
    namespaced: false,
  },
  {
    kind: 'MutatingWebhookConfiguration',
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingwebhookconfigurations',
    versions: ['v1'],
    namespaced: false,
  },
  {
    kind: 'APIService',
    group: 'apiregistration.k8s.io',
    resource: 'apiservices',
    versions: ['v1'],
    namespaced: false,
  },
  gatewayApi('GatewayClass', 'gatewayclasses', ['v1', 'v1beta1'], false),
  gatewayApi('Gateway', 'gateways', ['v1', 'v1beta1']),
  gatewayApi('ListenerSet', 'listenersets', ['v1', 'v1beta1', 'v1alpha1']),
  gatewayApi('HTTPRoute', 'httproutes', ['v1', 'v1beta1']),
  gatewayApi('GRPCRoute', 'grpcroutes', ['v1', 'v1alpha2']),
  gatewayApi('TCPRoute', 'tcproutes', ['v1', 'v1alpha2']),
  gatewayApi('TLSRoute', 'tlsroutes', ['v1', 'v1alpha3', 'v1alpha2']),
  gatewayApi('ReferenceGrant', 'referencegrants', ['v1', 'v1beta1']),
  { ...gatewayApi('XBackend', 'xbackends', ['v1alpha1']), group: 'gateway.networking.x-k8s.io' },
  istio('AuthorizationPolicy', 'security', 'authorizationpolicies'),
  istio('PeerAuthentication', 'security', 'peerauthentications'),
  istio('RequestAuthentication', 'security', 'requestauthentications'),
  istio('ServiceEntry', 'networking', 'serviceentries'),
  istio('WorkloadEntry', 'networking', 'workloadentries'),
  istio('VirtualService', 'networking', 'virtualservices'),
  istio('DestinationRule', 'networking', 'destinationrules'),
  // The Gateway API has a kind of the same name.
  { ...istio('IstioGateway', 'networking', 'gateways'), apiKind: 'Gateway' },
  foreignPolicy('CiliumNetworkPolicy', 'cilium.io', 'ciliumnetworkpolicies', ['v2'], true),
  foreignPolicy('CiliumClusterwideNetworkPolicy', 'cilium.io', 'ciliumclusterwidenetworkpolicies', ['v2'], false),
  foreignPolicy('GlobalNetworkPolicy', 'projectcalico.org', 'globalnetworkpolicies', ['v3'], false),
  // Calico's own are in the second group, and also in the first where its API server runs or it keeps them there.
  {
    ...foreignPolicy('CalicoNetworkPolicy', 'projectcalico.org', 'networkpolicies', ['v3'], true),
    apiKind: 'NetworkPolicy',
  },
  {
    ...foreignPolicy('StoredCalicoNetworkPolicy', 'crd.projectcalico.org', 'networkpolicies', ['v1'], true),
    apiKind: 'NetworkPolicy',
  },
  {
    ...foreignPolicy('StoredGlobalNetworkPolicy', 'crd.projectcalico.org', 'globalnetworkpolicies', ['v1'], false),
    apiKind: 'GlobalNetworkPolicy',
  },
  foreignPolicy('AdminNetworkPolicy', 'policy.networking.k8s.io', 'adminnetworkpolicies', ['v1alpha1'], false),
  foreignPolicy(
    'BaselineAdminNetworkPolicy',
    'policy.networking.k8s.io',
    'baselineadminnetworkpolicies',
    ['v1alpha1'],
    false,
  ),
  foreignPolicy('ClusterNetworkPolicy', 'policy.networking.k8s.io', 'clusternetworkpolicies', ['v1alpha2'], false),
];

/** Network policy kinds of particular CNIs: their presence is said, their rules are not evaluated. */
export const FOREIGN_POLICY_KINDS: readonly string[] = [
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
  'CalicoNetworkPolicy',
  'StoredCalicoNetworkPolicy',
  'StoredGlobalNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
];

const BY_KIND = new Map(KINDS.map((spec) => [spec.kind, spec]));

const BY_API = new Map(KINDS.map((spec) => [`${spec.group}/${spec.apiKind ?? spec.kind}`, spec.kind]));

/** Our word for a kind of a group; undefined for one the product does not read. */
export function kindOfApi(group: string, apiKind: string): string | undefined {
  return BY_API.get(`${group}/${apiKind}`);
}

/** The row of one kind; undefined for a kind the product does not read. */
export function kindSpec(kind: string): KindSpec | undefined {
  return BY_KIND.get(kind);
}
