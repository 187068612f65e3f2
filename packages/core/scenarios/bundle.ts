/** A mesh at one moment as files: the bundle of the public contract, as far as scenarios need it. */
export interface Bundle {
  readonly hopscopeBundle: 1;
  readonly takenAt: string;
  readonly cluster?: string;
  readonly objects: KubeObject[];
  readonly readings: Reading[];
  readonly unread?: Unread[];
}

/** A Kubernetes object as the API returns it. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  generation?: number;
  resourceVersion?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  [field: string]: unknown;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** The sources of the contract but `prometheus`, which no pod answers. */
export type ReadingSource =
  | 'ztunnel-config'
  | 'ztunnel-metrics'
  | 'ztunnel-ready'
  | 'ztunnel-log'
  | 'istiod-syncz'
  | 'istiod-mesh'
  | 'istiod-metrics'
  | 'istiod-version'
  | 'istiod-ambientz'
  | 'istiod-log'
  | 'waypoint-clusters'
  | 'waypoint-metrics'
  | 'waypoint-log'
  | 'gateway-metrics'
  | 'cni-metrics'
  | 'cni-ready'
  | 'istiod-ready'
  | 'cni-log';

/** Something that is not a Kubernetes object: an answer of a pod, or why there is none. */
export interface Reading {
  readonly source: ReadingSource;
  readonly pod: string;
  readonly at: string;
  readonly body?: unknown;
  readonly text?: string;
  readonly error: ReadingError | null;
}

export interface ReadingError {
  readonly code: string;
  readonly message: string;
}

/** A kind that could not be listed: the absence of such objects proves nothing. */
export interface Unread {
  readonly kind: string;
  readonly namespace: string | null;
  readonly code: string;
  readonly message: string;
}
