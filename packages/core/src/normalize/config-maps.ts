/** The ConfigMaps that tell how the mesh and the network are set up; of every other one nothing is read. */
import type { CniConfig, MeshConfig } from '../state/istio.ts';
import type { RootBundle } from '../state/kubernetes.ts';
import { readCniConfig } from './cni-config.ts';
import { bool, int, isRecord, type Raw, record, records, str, strings, strOr, texts } from './fields.ts';
import { readMetadata, readSelector, readSelectorOrNull } from './metadata.ts';
import { readCertificates } from './x509.ts';
import { parseYaml } from './yaml-text.ts';

/** What one ConfigMap says. */
export type NormalizedConfig =
  | { config: 'meshConfig'; namespace: string; name: string; value: MeshConfig }
  | { config: 'cniConfig'; namespace: string; name: string; value: CniConfig }
  | { config: 'ciliumConfig'; namespace: string; name: string; value: Record<string, string> }
  /** null where no root certificate is in it; of one that is there only serial number and dates are kept */
  | { config: 'rootCert'; namespace: string; name: string; value: RootBundle | null };

const CILIUM_KEYS = [
  'cni-exclusive',
  'kube-proxy-replacement',
  'bpf-lb-sock-hostns-only',
  'bpf-lb-sock',
  'enable-bpf-masquerade',
  'enable-host-legacy-routing',
  'routing-mode',
  'enable-policy',
];

/** One ConfigMap; null for one that is none of Istio's or the CNI's. */
export function readConfigMap(raw: Raw): NormalizedConfig | null {
  const { namespace, name, labels } = readMetadata(raw, true);
  const data = record(raw['data']);
  if (name === 'istio-cni-config') return { config: 'cniConfig', namespace, name, value: readCniConfig(data) };
  if (name === 'cilium-config') return { config: 'ciliumConfig', namespace, name, value: readCiliumConfig(data) };
  if (name === 'istio-ca-root-cert')
    return { config: 'rootCert', namespace, name, value: readRoots(namespace, raw['data']) };
  const isMesh = name === 'istio' || (name.startsWith('istio-') && typeof data['mesh'] === 'string');
  if (!isMesh) return null;
  const revision = labels['istio.io/rev'] ?? (name === 'istio' ? 'default' : name.slice('istio-'.length));
  return { config: 'meshConfig', namespace, name, value: readMeshConfig(data['mesh'], revision, namespace) };
}

/** Data left out altogether was trimmed by the reader; data without the key is a ConfigMap istiod never filled. */
function readRoots(namespace: string, data: unknown): RootBundle | null {
  if (data === undefined) return { namespace, roots: [] };
  const pem = str(record(data)['root-cert.pem']);
  return pem === '' ? null : { namespace, roots: readCertificates(pem) as RootBundle['roots'] };
}

/** A mesh configuration, as text or read already. */
export function readMeshConfig(mesh: unknown, revision: string, namespace: string): MeshConfig {
  const raw = record(parseYaml(mesh));
  const selectors = records(raw['discoverySelectors']);
  return {
    revision,
    rootNamespace: strOr(raw['rootNamespace'], namespace),
    trustDomain: strOr(raw['trustDomain'], 'cluster.local'),
    discoverySelectors: selectors.length > 0 ? selectors.map(readSelector) : null,
    outboundTrafficPolicy: strOr(record(raw['outboundTrafficPolicy'])['mode'], 'ALLOW_ANY'),
    ...readAliases(raw['trustDomainAliases']),
    ...readScopes(raw['serviceScopeConfigs']),
    ...readVisibility(raw['serviceEntryVisibility']),
    ...readProviders(raw['extensionProviders']),
  };
}

function readAliases(value: unknown): Pick<MeshConfig, 'trustDomainAliases'> {
  const aliases = strings(value);
  return aliases.length === 0 ? {} : { trustDomainAliases: aliases };
}

/** MC3. */
function readScopes(value: unknown): Pick<MeshConfig, 'serviceScopes'> {
  if (value === undefined || value === null) return {};
  const serviceScopes = records(value).map((raw) => ({
    scope: strOr(raw['scope'], 'LOCAL').toUpperCase(),
    service: readSelector(raw['servicesSelector']),
    namespace: readSelector(raw['namespaceSelector']),
  }));
  return { serviceScopes };
}

/** D5. A rule holds its one matcher directly, as MeshConfig writes it, or under `matcher`. */
function readVisibility(value: unknown): Pick<MeshConfig, 'serviceEntryVisibility'> {
  if (value === undefined || value === null) return {};
  const raw = record(value);
  const policies = records(raw['policies']).map((policy) => ({
    visibility: strOr(policy['visibility'], 'PUBLIC').toUpperCase(),
    selectors: records(policy['matchingRules']).map((rule) =>
      readSelectorOrNull(rule['namespaceSelector'] ?? record(rule['matcher'])['namespaceSelector']),
    ),
  }));
  return { serviceEntryVisibility: { byDefault: strOr(raw['defaultVisibility'], 'PUBLIC').toUpperCase(), policies } };
}

/** A12: of the providers those that CUSTOM policies can name. */
function readProviders(value: unknown): Pick<MeshConfig, 'authorizationProviders'> {
  const providers = records(value).flatMap((raw) => {
    const asked = [raw['envoyExtAuthzHttp'], raw['envoyExtAuthzGrpc']].find(isRecord);
    if (!asked) return [];
    const { service, port } = asked;
    return [{ name: str(raw['name']), service: str(service), port: int(port), failOpen: bool(asked['failOpen']) }];
  });
  return providers.length === 0 ? {} : { authorizationProviders: providers };
}

function readCiliumConfig(data: Raw): Record<string, string> {
  const all = texts(data);
  return Object.fromEntries(CILIUM_KEYS.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]]])));
}
