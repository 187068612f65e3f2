import type { KubeObject } from '../bundle.ts';
import { floorTime } from './clock.ts';
import { rootOf } from './dump-certificates.ts';
import { planMesh } from './plan.ts';
import { rootPem } from './root-certificate.ts';
import type { MeshSpec } from './spec.ts';
import { SYSTEM } from './system.ts';

/** What Istio's charts and istiod leave in a cluster besides pods. */
export function emitInstallation(spec: MeshSpec): KubeObject[] {
  return [
    ...configMaps(spec),
    ...rootBundles(spec),
    ...definitions(),
    ...classes(spec),
    ...webhooks(),
    ...leases(spec),
  ];
}

const SELECTOR = `- podSelector:
    matchLabels:
      istio.io/dataplane-mode: ambient
- namespaceSelector:
    matchLabels:
      istio.io/dataplane-mode: ambient
  podSelector:
    matchExpressions:
    - key: istio.io/dataplane-mode
      operator: NotIn
      values:
      - none`;

function configMaps(spec: MeshSpec): KubeObject[] {
  const labels = { 'istio.io/rev': 'default', release: 'istio' };
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: SYSTEM, labels },
      data: { mesh: meshConfig(spec), meshNetworks: 'networks: {}' },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio-cni-config', namespace: SYSTEM, labels },
      data: {
        AMBIENT_ENABLED: 'true',
        AMBIENT_DNS_CAPTURE: 'true',
        AMBIENT_IPV6: 'true',
        AMBIENT_ENABLEMENT_SELECTOR: SELECTOR,
        AMBIENT_RECONCILE_POD_RULES_ON_STARTUP: 'true',
        ENABLE_AMBIENT_DETECTION_RETRY: 'false',
        EXCLUDE_NAMESPACES: 'kube-system',
        NATIVE_NFTABLES: 'false',
        CHAINED_CNI_PLUGIN: 'true',
      },
    },
  ];
}

/** istiod gives its root certificate to every namespace. */
function rootBundles(spec: MeshSpec): KubeObject[] {
  const { validFrom, expirationTime, serialNumber } = rootOf(spec);
  const pem = rootPem(serialNumber, validFrom, expirationTime);
  return spec.namespaces
    .filter(({ name }) => spec.istio.withoutRoot?.includes(name) !== true)
    .map(({ name }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio-ca-root-cert', namespace: name, labels: { 'istio.io/config': 'true' } },
      data: { 'root-cert.pem': pem },
    }));
}

function meshConfig(spec: MeshSpec): string {
  const selectors = spec.istio.discoverySelectors.flatMap(({ matchLabels }) => [
    '- matchLabels:',
    ...Object.entries(matchLabels).map(([key, value]) => `    ${key}: "${value}"`),
  ]);
  return [
    'defaultConfig:',
    '  discoveryAddress: istiod.istio-system.svc:15012',
    '  proxyMetadata:',
    '    ISTIO_META_ENABLE_HBONE: "true"',
    ...(selectors.length > 0 ? ['discoverySelectors:', ...selectors] : []),
    'enablePrometheusMerge: true',
    `rootNamespace: ${SYSTEM}`,
    `trustDomain: ${spec.istio.trustDomain}`,
  ].join('\n');
}

const DEFINITIONS: Record<string, readonly string[]> = {
  'gateway.networking.k8s.io': [
    'GatewayClass/gatewayclasses',
    'Gateway/gateways',
    'HTTPRoute/httproutes',
    'GRPCRoute/grpcroutes',
    'TCPRoute/tcproutes',
    'TLSRoute/tlsroutes',
    'ReferenceGrant/referencegrants',
  ],
  'security.istio.io': [
    'AuthorizationPolicy/authorizationpolicies',
    'PeerAuthentication/peerauthentications',
    'RequestAuthentication/requestauthentications',
  ],
  'networking.istio.io': [
    'ServiceEntry/serviceentries',
    'WorkloadEntry/workloadentries',
    'VirtualService/virtualservices',
    'DestinationRule/destinationrules',
    'Gateway/gateways',
    'Sidecar/sidecars',
    'EnvoyFilter/envoyfilters',
  ],
  'telemetry.istio.io': ['Telemetry/telemetries'],
  'extensions.istio.io': ['WasmPlugin/wasmplugins'],
};

function definitions(): KubeObject[] {
  return Object.entries(DEFINITIONS).flatMap(([group, kinds]) =>
    kinds.map((text): KubeObject => {
      const [kind = '', plural = ''] = text.split('/');
      const bundle = {
        'gateway.networking.k8s.io/bundle-version': 'v1.6.0',
        'gateway.networking.k8s.io/channel': 'standard',
      };
      return {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: {
          name: `${plural}.${group}`,
          generation: 1,
          ...(group.startsWith('gateway.') ? { annotations: bundle } : {}),
        },
        spec: {
          group,
          names: { kind, plural },
          scope: kind === 'GatewayClass' ? 'Cluster' : 'Namespaced',
          versions: [{ name: 'v1', served: true, storage: true }],
        },
      };
    }),
  );
}

function classes(spec: MeshSpec): KubeObject[] {
  const controllers = {
    istio: 'istio.io/gateway-controller',
    'istio-waypoint': 'istio.io/mesh-controller',
    'istio-remote': 'istio.io/unmanaged-gateway',
  };
  return Object.entries(controllers).map(([name, controllerName]) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name, generation: 1 },
    spec: { controllerName },
    status: {
      conditions: [
        {
          type: 'Accepted',
          status: 'True',
          reason: 'Accepted',
          message: 'Handled by Istio controller',
          observedGeneration: 1,
          lastTransitionTime: spec.bornAt,
        },
      ],
    },
  }));
}

function webhooks(): KubeObject[] {
  const labels = { app: 'istiod', 'istio.io/rev': 'default' };
  const service = (path: string) => ({
    caBundle: 'Y2E=',
    service: { name: 'istiod', namespace: SYSTEM, path, port: 443 },
  });
  const hook = { admissionReviewVersions: ['v1'], failurePolicy: 'Fail', sideEffects: 'None', timeoutSeconds: 10 };
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'istio-validator-istio-system', generation: 1, labels },
      webhooks: [
        {
          ...hook,
          name: 'rev.validation.istio.io',
          clientConfig: service('/validate'),
          rules: [
            {
              apiGroups: ['security.istio.io', 'networking.istio.io', 'telemetry.istio.io', 'extensions.istio.io'],
              apiVersions: ['*'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['*'],
              scope: '*',
            },
          ],
        },
      ],
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'istio-sidecar-injector', generation: 1, labels },
      webhooks: [
        {
          ...hook,
          name: 'namespace.sidecar-injector.istio.io',
          clientConfig: service('/inject'),
          namespaceSelector: { matchExpressions: [{ key: 'istio-injection', operator: 'In', values: ['enabled'] }] },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*' }],
        },
      ],
    },
  ];
}

/** Leases of the istiod that writes status; it renews them as long as it lives. */
function leases(spec: MeshSpec): KubeObject[] {
  const istiods = planMesh(spec).pods.filter((pod) => pod.workload.name === 'istiod');
  const holder = istiods.find((pod) => pod.ready);
  const last =
    istiods
      .map((pod) => pod.changedAt)
      .toSorted()
      .at(-1) ?? spec.bornAt;
  return ['istio-status-leader', 'istio-gateway-status-leader'].map((name) => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: SYSTEM },
    spec: {
      holderIdentity: holder?.name ?? istiods[0]?.name ?? '',
      leaseDurationSeconds: 30,
      renewTime: (holder === undefined ? last : floorTime(spec.takenAt, 10)).replace('Z', '.000000Z'),
    },
  }));
}
