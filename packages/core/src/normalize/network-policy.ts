/** Kubernetes NetworkPolicies, with the defaults of the API server applied. */
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyRule } from '../state/kubernetes.ts';
import { intOrNull, intOrStr, type Raw, record, records, str, strings, strOr } from './fields.ts';
import { hasItems, readMetadata, readSelector, readSelectorOrNull } from './metadata.ts';

/** A NetworkPolicy. Without policyTypes it is for ingress, and for egress where it has egress rules. */
export function readNetworkPolicy(raw: Raw): NetworkPolicy {
  const spec = record(raw['spec']);
  const types = strings(spec['policyTypes']);
  return {
    podSelector: readSelector(spec['podSelector']),
    ...readMetadata(raw, true),
    policyTypes: types.length > 0 ? types : hasItems(spec['egress']) ? ['Ingress', 'Egress'] : ['Ingress'],
    ingress: records(spec['ingress']).map((rule) => readRule(rule, 'from')),
    egress: records(spec['egress']).map((rule) => readRule(rule, 'to')),
  };
}

function readRule(raw: Raw, side: 'from' | 'to'): NetworkPolicyRule {
  return { peers: records(raw[side]).map(readPeer), ports: records(raw['ports']).map(readPort) };
}

function readPeer(raw: Raw): NetworkPolicyPeer {
  const block = raw['ipBlock'];
  return {
    podSelector: readSelectorOrNull(raw['podSelector']),
    namespaceSelector: readSelectorOrNull(raw['namespaceSelector']),
    ipBlock:
      block === undefined || block === null
        ? null
        : { cidr: str(record(block)['cidr']), except: strings(record(block)['except']) },
  };
}

function readPort(raw: Raw): NetworkPolicyPort {
  const port = raw['port'];
  return {
    protocol: strOr(raw['protocol'], 'TCP'),
    port: port === undefined || port === null ? null : intOrStr(port),
    endPort: intOrNull(raw['endPort']),
  };
}
