/**
 * A state as it would be after objects were applied or deleted. What istiod, the kubelet or istio-cni write by themselves is
 * kept from the state or computed by rule, never taken from a manifest.
 */
import { sortEntities } from '../normalize/assemble.ts';
import { record } from '../normalize/fields.ts';
import { normalizeObject } from '../normalize/object.ts';
import { kindSpec } from '../state/kinds.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { nameOf, type Ref, ref, refId } from '../state/refs.ts';
import type { ChangedObject } from './change-files.ts';
import { keepRuntime, type StateEntity } from './keep-runtime.ts';
import { recapture } from './recapture.ts';
import { renewEndpoints } from './renew-endpoints.ts';
import { rollOut } from './roll-out.ts';

/** What is done to the state. */
export interface Change {
  objects: readonly ChangedObject[];
  /** objects to delete */
  without: readonly Ref[];
}

export type AppliedAction = 'added' | 'replaced' | 'unchanged' | 'removed' | 'absent';

export interface Applied {
  state: MeshState;
  actions: { action: AppliedAction; object: Ref }[];
  /** what the reader must know to read the answer rightly */
  notes: string[];
}

/** Applies; the given state is left as it is. Slices that nothing touches keep their arrays. */
export function applyChange(state: MeshState, { objects, without }: Change): Applied {
  const draft: Draft = { state, lists: new Map(), actions: [], notes: [] };
  for (const object of without) remove(draft, object);
  for (const { raw, kind } of objects) put(draft, raw, kind);
  const lists = [...draft.lists].map(([slice, list]) => [slice, sortEntities(list)]);
  let after: MeshState = { ...draft.state, ...Object.fromEntries(lists) };
  for (const { raw, kind } of objects) after = rollOut(after, raw, kind, draft.notes);
  after = withoutOwned(after, without);
  after = renewEndpoints(state, recapture(state, after));
  return { state: after, actions: draft.actions, notes: [...new Set(draft.notes)] };
}

interface Draft {
  state: MeshState;
  lists: Map<keyof MeshState, StateEntity[]>;
  actions: Applied['actions'];
  notes: string[];
}

function listIn(draft: Draft, slice: keyof MeshState): StateEntity[] {
  let list = draft.lists.get(slice);
  if (!list) {
    list = [...(draft.state[slice] as StateEntity[])];
    draft.lists.set(slice, list);
  }
  return list;
}

function put(draft: Draft, raw: ChangedObject['raw'], kind: string): void {
  const normalized = normalizeObject(raw);
  if (normalized === null) return;
  if ('config' in normalized) {
    putConfig(draft, normalized);
    return;
  }
  const entity = normalized.entity as StateEntity;
  const present = draft.lists.get(normalized.slice) ?? (draft.state[normalized.slice] as StateEntity[]);
  const at = present.findIndex((known) => isSame(known, entity));
  const object = ref(kind, entity.namespace, entity.name);
  const known = at < 0 ? null : present[at]!;
  const kept = keepRuntime(kind, entity, known, draft.state.takenAt, record(raw['status']), draft.notes);
  if (known && saysSame(known, kept)) {
    draft.actions.push({ action: 'unchanged', object });
    return;
  }
  const list = listIn(draft, normalized.slice);
  if (known) list[at] = kept;
  else list.push(kept);
  draft.actions.push({ action: known ? 'replaced' : 'added', object });
}

/** What somebody wrote is as it was: then what the cluster wrote of it still holds too. */
function saysSame(known: StateEntity, kept: StateEntity): boolean {
  const dropped = Object.entries(kept).filter(([key, value]) => STATUS.has(key) && isEmptyList(value));
  const written = (entity: StateEntity): string => JSON.stringify({ ...entity, ...Object.fromEntries(dropped) });
  return written(known) === written(kept);
}

/** What a manifest lacks or loses. */
const STATUS: ReadonlySet<string> = new Set(['conditions', 'status']);
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const isSame = (a: StateEntity, b: StateEntity): boolean =>
  a.name === b.name && a.namespace === b.namespace && a.kind === b.kind;

type Config = Extract<NonNullable<ReturnType<typeof normalizeObject>>, { config: unknown }>;

/** ConfigMaps of Istio and of the network plugin are no list: each is one value of the state. */
function putConfig(draft: Draft, config: Config): void {
  const object = ref('ConfigMap', config.namespace, config.name);
  const { state } = draft;
  if (config.config === 'rootCert') {
    const others = state.rootBundles.filter(({ namespace }) => namespace !== config.namespace);
    draft.state = { ...state, rootBundles: sortEntities(config.value ? [...others, config.value] : others) };
    draft.actions.push({ action: 'replaced', object });
    return;
  }
  const isOther =
    config.config === 'meshConfig' && state.meshConfig !== null && state.meshConfig.revision !== config.value.revision;
  if (isOther) {
    draft.notes.push(`${refId(object)} belongs to another revision of Istio and changes nothing here.`);
    return;
  }
  draft.actions.push({ action: state[config.config] === null ? 'added' : 'replaced', object });
  draft.state = { ...state, [config.config]: config.value };
}

function remove(draft: Draft, object: Ref): void {
  const slices = Object.entries(draft.state).flatMap(([slice, list]) =>
    Array.isArray(list) && SLICES_OF[object.kind] === slice ? [slice as keyof MeshState] : [],
  );
  const gone = slices.flatMap((slice) => {
    const list = listIn(draft, slice);
    const at = list.findIndex((one) => nameOf(one) === nameOf(object) && (one.kind ?? object.kind) === object.kind);
    return at < 0 ? [] : list.splice(at, 1);
  });
  draft.actions.push({ action: gone.length > 0 ? 'removed' : 'absent', object });
  if (gone.length === 0) draft.notes.push(`${refId(object)} is not there: removing it changes nothing.`);
}

const CONTROLLERS = ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'];

/** The slice that holds a kind, asked of the reader itself. */
const SLICES_OF: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...['Namespace', 'Node', 'Pod', 'Service', 'EndpointSlice', ...CONTROLLERS, 'NetworkPolicy'],
    ...['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'ReferenceGrant'],
    ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication', 'ServiceEntry', 'WorkloadEntry'],
    ...['VirtualService', 'DestinationRule'],
  ].flatMap((kind) => {
    const group = kindSpec(kind)?.group ?? '';
    const read = normalizeObject({ apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, metadata: { name: 'x' } });
    return read && 'slice' in read ? [[kind, read.slice]] : [];
  }),
);

/** A kind whose objects can be taken out of a state. */
export const isRemovable = (kind: string): boolean => kind in SLICES_OF;

/** What Kubernetes deletes along with an object: the pods of a workload, everything in a namespace. */
function withoutOwned(state: MeshState, removed: readonly Ref[]): MeshState {
  const workloads = new Set(removed.filter(({ kind }) => CONTROLLERS.includes(kind)).map(refId));
  const namespaces = new Set(removed.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name));
  if (workloads.size === 0 && namespaces.size === 0) return state;
  const kept = Object.entries(state).map(([key, value]) => {
    if (!Array.isArray(value) || namespaces.size === 0 || key === 'sources') return [key, value];
    return [key, (value as unknown[]).filter((one) => !namespaces.has((one as Partial<StateEntity>).namespace ?? ''))];
  });
  const left = Object.fromEntries(kept) as MeshState;
  const isOwned = ({ namespace, workload, owner }: MeshState['pods'][number]): boolean =>
    [workload, owner].some((one) => one && workloads.has(`${one.kind} ${namespace}/${one.name}`));
  return { ...left, pods: left.pods.filter((pod) => !isOwned(pod)) };
}
