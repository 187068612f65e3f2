/** ConfigMap `istio-cni-config`: whom istio-cni captures (E2, E3), and how. */
import type { CniConfig } from '../state/istio.ts';
import type { LabelSelector } from '../state/metadata.ts';
import { boolOrNull, isRecord, type Raw, str, strings } from './fields.ts';
import { readSelector } from './metadata.ts';
import { parseYaml } from './yaml-text.ts';

const SELECTORS = 'AMBIENT_ENABLEMENT_SELECTOR';
const EXCLUDED = 'EXCLUDE_NAMESPACES';

/** E2, E3: a key that is absent keeps Istio's default; one that cannot be understood too, and is named. */
export function readCniConfig(data: Raw): CniConfig {
  const selectors = data[SELECTORS] === undefined ? null : readEnablement(parseYaml(data[SELECTORS]));
  const excluded = data[EXCLUDED] === undefined ? null : readNames(data[EXCLUDED]);
  const unreadable = [...(selectors === undefined ? [SELECTORS] : []), ...(excluded === undefined ? [EXCLUDED] : [])];
  return {
    ambientEnabled: boolOrNull(data['AMBIENT_ENABLED']),
    excludeNamespaces: excluded ?? ['kube-system'],
    enablementSelectors: selectors ?? null,
    dnsCapture: boolOrNull(data['AMBIENT_DNS_CAPTURE']),
    ipv6: boolOrNull(data['AMBIENT_IPV6']),
    ...(boolOrNull(data['ENABLE_AMBIENT_DETECTION_RETRY']) ? { detectionRetry: true } : {}),
    ...address('probeAddress', data['HOST_PROBE_SNAT_IP']),
    ...address('probeAddressV6', data['HOST_PROBE_SNAT_IPV6']),
    ...(unreadable.length > 0 ? { unreadable } : {}),
  };
}

/** N3: another source address of probes. */
function address(key: 'probeAddress' | 'probeAddressV6', value: unknown): Partial<CniConfig> {
  const text = str(value).trim();
  return /^[\da-f]*[.:][\da-f.:]+$/i.test(text) ? { [key]: text } : {};
}

/** E3: names with commas or blanks between them, or a list; undefined for a list that is none. */
function readNames(value: unknown): string[] | undefined {
  const text = str(value).trim();
  if (!text.startsWith('[')) return text.split(/[\s,]+/).filter((name) => name !== '');
  const list = parseYaml(text);
  return Array.isArray(list) ? strings(list) : undefined;
}

/** E2: a list without entries captures nobody; undefined for anything that istio-cni would refuse. */
function readEnablement(value: unknown): CniConfig['enablementSelectors'] | undefined {
  if (!Array.isArray(value)) return undefined;
  const pairs: NonNullable<CniConfig['enablementSelectors']> = [];
  for (const entry of value) {
    if (!isRecord(entry)) return undefined;
    const pod = selectorIn(entry['podSelector']);
    const namespace = selectorIn(entry['namespaceSelector']);
    if (!pod || !namespace) return undefined;
    pairs.push({ pod, namespace });
  }
  return pairs;
}

/** What is absent selects everything; null for a selector that Kubernetes would refuse. */
function selectorIn(value: unknown): LabelSelector | null {
  if (value !== undefined && value !== null && !isRecord(value)) return null;
  const selector = readSelector(value);
  return selector.matchExpressions.every(isTerm) ? selector : null;
}

/** In and NotIn need values, the other two operators have none. */
function isTerm({ key, operator, values }: LabelSelector['matchExpressions'][number]): boolean {
  if (operator === 'In' || operator === 'NotIn') return key !== '' && values.length > 0;
  return key !== '' && values.length === 0 && (operator === 'Exists' || operator === 'DoesNotExist');
}
