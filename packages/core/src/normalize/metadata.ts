/** What every Kubernetes object carries, read once for all kinds. */
import type { Condition, LabelSelector, Labels } from '../state/metadata.ts';
import {
  int,
  intern,
  intOrNull,
  list,
  type Raw,
  record,
  records,
  shortened,
  str,
  strings,
  strOr,
  texts,
  time,
  word,
} from './fields.ts';

/** The annotations that a rule or a check reads; every other one stays behind. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'ambient.istio.io/redirection',
  'ambient.istio.io/bypass-inbound-capture',
  'ambient.istio.io/dns-capture',
  'ambient.istio.io/waypoint-inbound-binding',
  'networking.istio.io/traffic-distribution',
  'networking.istio.io/service-type',
  'networking.istio.io/address-type',
  'istio.io/dry-run',
  'istio.io/use-waypoint-canary-weight',
  'istio.io/connect-strategy',
  'istio.io/autoRegistrationGroup',
  'istio.io/rev',
  'istio.io/reroute-virtual-interfaces',
  'gateway.istio.io/controller-version',
  'gateway.istio.io/service-account',
  'gateway.networking.k8s.io/bundle-version',
  'hopscope.dev/calls',
]);

/** E1: only its presence counts, and its value lists what was injected, so the value is dropped. */
const SIDECAR_STATUS = 'sidecar.istio.io/status';

const MESSAGE_LIMIT = 1000;
const SHARED_LIMIT = 20_000;
const shared = new Map<string, Labels>();

/** The common fields of an entity. */
export interface Metadata {
  namespace: string;
  name: string;
  uid: string;
  labels: Labels;
  annotations: Labels;
  createdAt: string | null;
  generation: number | null;
}

/** Reads `metadata`; a cluster-scoped object has namespace '', a namespaced one without any is in `default`. */
export function readMetadata(raw: Raw, namespaced: boolean): Metadata {
  const meta = record(raw['metadata']);
  return {
    namespace: namespaced ? strOr(meta['namespace'], 'default') : '',
    name: str(meta['name']) || str(meta['generateName']),
    uid: str(meta['uid']),
    labels: readLabels(meta['labels']),
    annotations: readAnnotations(meta['annotations']),
    createdAt: time(meta['creationTimestamp']),
    generation: intOrNull(meta['generation']),
  };
}

/** Labels; equal sets share one object, as the replicas of a workload have them. */
export function readLabels(value: unknown): Labels {
  const raw = record(value);
  let key = '';
  for (const name in raw) key += `${name}=${str(raw[name])}\n`;
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size >= SHARED_LIMIT) shared.clear();
  const labels = texts(raw);
  shared.set(key, labels);
  return labels;
}

function readAnnotations(value: unknown): Labels {
  const out: Record<string, string> = {};
  const raw = record(value);
  for (const name in raw) {
    if (name === SIDECAR_STATUS) out[SIDECAR_STATUS] = 'present';
    else if (ANNOTATIONS.has(name)) addAnnotation(out, name, raw[name]);
  }
  return out;
}

function addAnnotation(out: Record<string, string>, name: string, value: unknown): void {
  if (value !== null && typeof value !== 'object') out[name] = intern(shortened(value, MESSAGE_LIMIT));
}

/** Status conditions in the order they were written. */
export function readConditions(value: unknown): Condition[] {
  return records(value).map((raw) => ({
    type: word(raw['type']),
    status: word(raw['status']),
    reason: word(raw['reason']),
    message: intern(shortened(raw['message'], MESSAGE_LIMIT)),
    since: time(raw['lastTransitionTime']),
    observedGeneration: intOrNull(raw['observedGeneration']),
  }));
}

/** A label selector; what is missing selects everything, as in Kubernetes. */
export function readSelector(value: unknown): LabelSelector {
  const raw = record(value);
  return {
    matchLabels: readLabels(raw['matchLabels']),
    matchExpressions: records(raw['matchExpressions']).map((expression) => ({
      key: word(expression['key']),
      operator: word(expression['operator']),
      values: strings(expression['values']),
    })),
  };
}

/** A label selector, or null where the field is absent. */
export function readSelectorOrNull(value: unknown): LabelSelector | null {
  return value === undefined || value === null ? null : readSelector(value);
}

/** The controlling owner, else the first. */
export function readOwner(raw: Raw): { kind: string; name: string } | null {
  const owners = records(record(raw['metadata'])['ownerReferences']);
  const owner = owners.find((candidate) => candidate['controller'] === true) ?? owners[0];
  return owner ? { kind: word(owner['kind']), name: word(owner['name']) } : null;
}

/** A count that an object may leave out. */
export function readCount(value: unknown): number {
  return Math.max(0, int(value));
}

/** True where a list field is there and not empty. */
export function hasItems(value: unknown): boolean {
  return list(value).length > 0;
}

/** When a label or annotation was last written, as far as managedFields tell; null where they do not. */
export function writtenAt(raw: Raw, of: 'f:labels' | 'f:annotations', key: string): string | null {
  let last: string | null = null;
  for (const entry of records(record(raw['metadata'])['managedFields'])) {
    const owned = record(record(record(entry['fieldsV1'])['f:metadata'])[of]);
    if (owned[`f:${key}`] === undefined) continue;
    const at = time(entry['time']);
    if (at !== null && (last === null || at > last)) last = at;
  }
  return last;
}

export const MESH_LABEL = 'istio.io/dataplane-mode';
