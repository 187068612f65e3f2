/** Istio's security policies. */
import type {
  AuthorizationPolicy,
  PeerAuthentication,
  PolicyOperation,
  PolicyRule,
  PolicySource,
  RequestAuthentication,
  TargetRef,
} from '../state/istio.ts';
import type { Labels } from '../state/metadata.ts';
import { isRecord, isTrue, type Raw, record, records, str, strings, strOr, time } from './fields.ts';
import { hasItems, readConditions, readLabels, readMetadata } from './metadata.ts';

/** An AuthorizationPolicy. Without an action it is ALLOW; `rules: [{}]` admits everything, no rules admit nothing (A8). */
export function readAuthorizationPolicy(raw: Raw): AuthorizationPolicy {
  const metadata = readMetadata(raw, true);
  const spec = record(raw['spec']);
  return {
    action: strOr(spec['action'], 'ALLOW').toUpperCase(),
    ...metadata,
    selector: readWorkloadSelector(spec['selector']),
    ...(isEmptyRecord(record(spec['selector'])['matchLabels']) ? { selectsAll: true } : {}),
    targetRefs: readTargetRefs(spec, metadata.namespace),
    rules: records(spec['rules']).map(readRule),
    dryRun: isTrue(metadata.annotations['istio.io/dry-run'] ?? ''),
    ...readProvider(spec['provider']),
    ...readEditedAt(raw),
    conditions: readConditions(record(raw['status'])['conditions']),
  };
}

/** Istio's workload selector; present but empty is not the same as absent (A3). */
function readWorkloadSelector(value: unknown): Labels | null {
  return value === undefined || value === null ? null : readLabels(record(value)['matchLabels']);
}

const isEmptyRecord = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0;

function readTargetRefs(spec: Raw, namespace: string): TargetRef[] {
  const refs = [...records([spec['targetRef']]), ...records(spec['targetRefs'])];
  return refs.map((ref) => ({
    group: coreGroup(str(ref['group'])),
    kind: str(ref['kind']),
    namespace: strOr(ref['namespace'], namespace),
    name: str(ref['name']),
  }));
}

const coreGroup = (group: string): string => (group === 'core' ? '' : group);

function readRule(raw: Raw): PolicyRule {
  return {
    from: records(raw['from']).map((from) => readSource(record(from['source']))),
    to: records(raw['to']).map((to) => readOperation(record(to['operation']))),
    when: records(raw['when']).map((when) => ({
      key: str(when['key']),
      values: strings(when['values']),
      notValues: strings(when['notValues']),
    })),
  };
}

function readSource(raw: Raw): PolicySource {
  return {
    principals: strings(raw['principals']),
    notPrincipals: strings(raw['notPrincipals']),
    requestPrincipals: strings(raw['requestPrincipals']),
    notRequestPrincipals: strings(raw['notRequestPrincipals']),
    namespaces: strings(raw['namespaces']),
    notNamespaces: strings(raw['notNamespaces']),
    serviceAccounts: strings(raw['serviceAccounts']),
    notServiceAccounts: strings(raw['notServiceAccounts']),
    ipBlocks: strings(raw['ipBlocks']),
    notIpBlocks: strings(raw['notIpBlocks']),
    remoteIpBlocks: strings(raw['remoteIpBlocks']),
    notRemoteIpBlocks: strings(raw['notRemoteIpBlocks']),
  };
}

function readOperation(raw: Raw): PolicyOperation {
  return {
    hosts: strings(raw['hosts']),
    notHosts: strings(raw['notHosts']),
    ports: strings(raw['ports']),
    notPorts: strings(raw['notPorts']),
    methods: strings(raw['methods']),
    notMethods: strings(raw['notMethods']),
    paths: strings(raw['paths']),
    notPaths: strings(raw['notPaths']),
  };
}

/** A PeerAuthentication. */
export function readPeerAuthentication(raw: Raw): PeerAuthentication {
  const spec = record(raw['spec']);
  const portModes: Labels = {};
  for (const [port, mtls] of Object.entries(record(spec['portLevelMtls']))) portModes[port] = modeOf(mtls);
  return {
    selector: readWorkloadSelector(spec['selector']),
    ...readMetadata(raw, true),
    mode: modeOf(spec['mtls']),
    portModes,
    ...readEditedAt(raw),
  };
}

function readProvider(value: unknown): Pick<AuthorizationPolicy, 'provider'> {
  const provider = str(record(value)['name']);
  return provider === '' ? {} : { provider };
}

/** Who writes the status is no editor; the rest of managedFields is dropped. */
function readEditedAt(raw: Raw): { editedAt?: string } {
  let last = '';
  for (const entry of records(record(raw['metadata'])['managedFields'])) {
    const at = time(entry['time']);
    if (at !== null && str(entry['subresource']) !== 'status' && !isStatusWriter(str(entry['manager'])) && at > last)
      last = at;
  }
  return last === '' ? {} : { editedAt: last };
}

const isStatusWriter = (manager: string): boolean =>
  manager.startsWith('istio-ambient-') || manager === 'pilot-discovery';

const modeOf = (mtls: unknown): string => strOr(record(mtls)['mode'], 'UNSET').toUpperCase();

/** A RequestAuthentication: its issuers, and whether what is written inline can hold a key; never the keys. */
export function readRequestAuthentication(raw: Raw): RequestAuthentication {
  const metadata = readMetadata(raw, true);
  const spec = record(raw['spec']);
  const rules = records(spec['jwtRules']);
  const issuerOf = (rule: Raw): string => str(rule['issuer']);
  return {
    selector: readWorkloadSelector(spec['selector']),
    ...metadata,
    targetRefs: readTargetRefs(spec, metadata.namespace),
    issuers: rules.map(issuerOf).filter((issuer) => issuer !== ''),
    readsOtherPlaces: rules.some((rule) =>
      ['fromHeaders', 'fromParams', 'fromCookies'].some((key) => hasItems(rule[key])),
    ),
    withoutKeys: rules.filter((rule) => str(rule['jwks']) !== '' && !hasKey(str(rule['jwks']))).map(issuerOf),
    conditions: readConditions(record(raw['status'])['conditions']),
  };
}

/** R12: a proxy refuses a key set in which no key has the parts of its type. */
function hasKey(jwks: string): boolean {
  try {
    return records(record(JSON.parse(jwks))['keys']).some((key) =>
      (KEY_PARTS[str(key['kty'])] ?? []).some((parts) => parts.every((part) => str(key[part]) !== '')),
    );
  } catch {
    return false;
  }
}

/** RFC 7518: what a key of each type cannot be without. */
const KEY_PARTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  RSA: [['n', 'e'], ['x5c']],
  EC: [['x', 'y']],
  OKP: [['x']],
  oct: [['k']],
};
