/** Everything of a kind table, once: the objects of a bundle. */
import type { ApiClient, ClientOptions } from './client.ts';
import { connectCluster } from './connect.ts';
import { createDiscovery, type Discovery } from './discovery.ts';
import type { KubernetesObject, Scope, WatchedKind } from './kinds.ts';
import type { KubeconfigOptions } from './kubeconfig.ts';
import { listPages } from './list-pages.ts';
import { type Failure, type FailureReason, type Outcome, success } from './outcome.ts';

/** A kind, or its part in one namespace, that could not be listed, in the bundle's form. */
export interface Unread {
  kind: string;
  /** null = all */
  namespace: string | null;
  code: FailureReason;
  message: string;
}

export interface GatherProgress {
  /** The kind being listed. */
  kind: string;
  /** Kinds begun, from 1. */
  index: number;
  /** Kinds in all. */
  total: number;
  /** Objects gathered so far, of all kinds. */
  objects: number;
}

export interface GatherOptions {
  client: ApiClient;
  kinds: readonly WatchedKind[];
  /** Namespaces to list where the whole cluster is forbidden; by default those that can be seen. */
  namespaces?: readonly string[] | undefined;
  onProgress?: (progress: GatherProgress) => void;
  signal?: AbortSignal | undefined;
}

export interface Gathered {
  /** As the API returns them, without managedFields and the last-applied annotation. */
  objects: KubernetesObject[];
  unread: Unread[];
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Lists every kind in pages. Kinds the server does not serve are left out (there are none); what cannot be read is in
 * `unread`. Fails only when the server cannot be reached, does not know us, or the signal gives up.
 */
export async function gatherObjects(options: GatherOptions): Promise<Outcome<Gathered>> {
  const { client, kinds } = options;
  const discovery = createDiscovery(client, kinds);
  const discovered = await discovery.refresh();
  if (!discovered.ok) return discovered;
  const gathered: Gathered = { objects: [], unread: [] };
  for (const [at, kind] of inOrder(kinds).entries()) {
    const report = (): void =>
      options.onProgress?.({ kind: kind.kind, index: at + 1, total: kinds.length, objects: gathered.objects.length });
    report();
    const fatal = await gatherKind(options, discovery, kind, gathered, report);
    if (fatal !== null) return fatal;
  }
  return success(gathered);
}

/** What is done with the same connection once the objects are there. */
export type Afterwards = (client: ApiClient, gathered: Gathered) => Promise<void>;

/** Connects, gathers and closes; for a command that does nothing else. */
export async function gatherCluster(
  kubeconfig: KubeconfigOptions,
  options: Omit<GatherOptions, 'client'> & { afterwards?: Afterwards },
  clientOptions: ClientOptions = {},
): Promise<Outcome<Gathered & { context: string }>> {
  const connected = await connectCluster(kubeconfig, clientOptions);
  if (!connected.ok) return connected;
  const { client, namespace } = connected.value;
  try {
    const namespaces = options.namespaces ?? (namespace === null ? undefined : [namespace]);
    const gathered = await gatherObjects({ ...options, client, namespaces });
    if (gathered.ok) await options.afterwards?.(client, gathered.value);
    return gathered.ok ? success({ ...gathered.value, context: client.context }) : gathered;
  } finally {
    await client.close();
  }
}

/** Namespaces first: they are what is fallen back to. */
function inOrder(kinds: readonly WatchedKind[]): WatchedKind[] {
  return [...kinds].sort((a, b) => Number(isNamespace(b)) - Number(isNamespace(a)));
}

function isNamespace(kind: WatchedKind): boolean {
  return kind.group === '' && kind.resource === 'namespaces';
}

/** Adds a kind's objects; returns the failure that makes going on pointless, or null. */
async function gatherKind(
  options: GatherOptions,
  discovery: Discovery,
  kind: WatchedKind,
  into: Gathered,
  report: () => void,
): Promise<Failure | null> {
  const version = discovery.version(kind);
  if (version === null) return null;
  const list = async (scope: Scope): Promise<Failure | null> => {
    const listed = await gatherScope(options, kind, version, scope, into, report);
    if (listed.ok) return null;
    if (!isFatal(listed)) note(into, kind, scope.namespace, listed);
    return listed;
  };
  for (const name of kind.names ?? [null]) {
    const failed = await list({ namespace: null, name });
    const within = failed?.reason === 'forbidden' && kind.namespaced ? namespacesOf(options, into) : [];
    const failures = [failed];
    for (const namespace of within) failures.push(await list({ namespace, name }));
    const fatal = failures.find((one) => one !== null && isFatal(one));
    if (fatal) return fatal;
  }
  return null;
}

/** Says once for a kind and namespace what could not be read, however many names were asked for. */
function note(into: Gathered, { kind }: WatchedKind, namespace: string | null, { reason, message }: Failure): void {
  if (into.unread.some((other) => other.kind === kind && other.namespace === namespace)) return;
  into.unread.push({ kind, namespace, code: reason, message });
}

function namespacesOf(options: GatherOptions, into: Gathered): readonly string[] {
  if (options.namespaces !== undefined && options.namespaces.length > 0) return options.namespaces;
  return into.objects
    .filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
    .map(({ metadata }) => metadata.name);
}

const FATAL: ReadonlySet<FailureReason> = new Set([
  'unreachable',
  'dns',
  'tls',
  'timeout',
  'unauthorized',
  'credentials',
  'aborted',
]);

function isFatal({ reason }: Failure): boolean {
  return FATAL.has(reason);
}

async function gatherScope(
  options: GatherOptions,
  kind: WatchedKind,
  version: string,
  scope: Scope,
  into: Gathered,
  report: () => void,
): Promise<Outcome<null>> {
  const from = into.objects.length;
  const listed = await listPages({
    client: options.client,
    kind,
    version,
    scope,
    signal: options.signal,
    onItem: (object) => {
      into.objects.push(lighten(object));
      if (into.objects.length % 100 === 0) report();
    },
    onRestart: () => {
      into.objects.length = from;
    },
  });
  if (listed.ok) return success(null);
  into.objects.length = from;
  return listed;
}

/** Drops what nobody needs and what may hold more than the object: who set which field, and the manifest once applied. */
function lighten(object: KubernetesObject): KubernetesObject {
  const { metadata } = object;
  delete metadata.managedFields;
  const annotations = metadata.annotations as Record<string, string> | undefined;
  if (annotations !== undefined) delete annotations[LAST_APPLIED];
  const { apiVersion, kind, ...rest } = object;
  return { ...(apiVersion === undefined ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }), ...rest };
}
