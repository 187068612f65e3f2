/** What is read: a row of the kind table, and the address of its lists. */
import type { Permission } from './outcome.ts';

/** One kind to keep in sync; rows come from the caller. */
export interface WatchedKind {
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  /** Plural name in URLs. */
  readonly resource: string;
  /** Versions understood, best first. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
  /** Only objects of these names. */
  readonly names?: readonly string[];
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

/** A Kubernetes object as the API returns it. */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata: { name: string; namespace?: string; uid?: string; resourceVersion?: string; [key: string]: unknown };
  [key: string]: unknown;
}

/** A part of a kind that is listed on its own. */
export interface Scope {
  /** null = all */
  namespace: string | null;
  /** null = all */
  name: string | null;
}

/** Path and selectors of a kind's list within a scope. */
export function listPath(kind: WatchedKind, version: string, scope: Scope, query: Record<string, string>): string {
  const root = kind.group === '' ? `/api/${version}` : `/apis/${kind.group}/${version}`;
  const within = scope.namespace === null ? '' : `/namespaces/${encodeURIComponent(scope.namespace)}`;
  const fields = [kind.fieldSelector, scope.name === null ? undefined : `metadata.name=${scope.name}`].filter(
    (part) => part !== undefined,
  );
  const search = new URLSearchParams(query);
  if (fields.length > 0) search.set('fieldSelector', fields.join(','));
  if (kind.labelSelector !== undefined) search.set('labelSelector', kind.labelSelector);
  const text = search.toString();
  return `${root}${within}/${kind.resource}${text === '' ? '' : `?${text}`}`;
}

/** Secrets are only ever asked for without their data. */
export function acceptFor(kind: WatchedKind): string {
  const metadataOnly = kind.group === '' && kind.resource === 'secrets';
  return metadataOnly ? 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' : 'application/json';
}

/** `v1` or `group/v1`. */
export function apiVersionOf(kind: WatchedKind, version: string): string {
  return kind.group === '' ? version : `${kind.group}/${version}`;
}

/** The permission a request on a kind needs. */
export function permissionFor(kind: WatchedKind, verb: string, scope: Scope): Permission {
  return { verb, resource: kind.resource, group: kind.group, namespace: scope.namespace };
}
