/** CP2: who is connected to which istiod, and who has not taken what it was sent. */
import { groupBy, perSlice } from '../mesh/memory/look-up.ts';
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { SyncEntry, SyncStatus } from '../state/readings.ts';
import { nameOf } from '../state/refs.ts';
import type { Behind, ComponentFacts, ComponentSync } from './component-answer.ts';

type Sync = ComponentFacts['sync'];

/** CP2: of one istiod, what it says of its own connections. */
export function syncOfIstiod(mesh: Mesh, pod: Pod): Sync {
  const status = mesh.state.syncStatus.find((one) => one.pod === nameOf(pod));
  if (!status) return { value: null, unknown: whyUnread(mesh, [pod]) };
  const { proxies, at } = status;
  return { value: { connected: proxies.length, behind: proxies.flatMap(behindOf), at }, unknown: '' };
}

/** CP2: of the pods of a proxy, by all istiods that answered. That none names a pod proves something only if every one answered. */
export function syncOfProxy(mesh: Mesh, pods: readonly Pod[]): Sync {
  if (pods.length === 0) return { value: null, unknown: '' };
  const found = pods.map((pod) => entriesByProxy(mesh.state.syncStatus).get(nameOf(pod)) ?? []);
  const silent = mesh.pods.istiods.filter((pod) => !mesh.state.syncStatus.some((one) => one.pod === nameOf(pod)));
  if (found.some((entries) => entries.length === 0) && (silent.length > 0 || mesh.state.syncStatus.length === 0))
    return { value: null, unknown: whyUnread(mesh, silent) };
  const entries = found.flat();
  const lost = pods.filter((_pod, i) => found[i]!.length === 0).map(lostOf);
  const value: ComponentSync = {
    connected: new Set(entries.map(({ istiod }) => istiod)).size,
    behind: [...lost, ...entries.flatMap(({ entry }) => behindOf(entry))],
    at: entries[0]?.at ?? mesh.state.syncStatus[0]?.at ?? null,
  };
  return { value, unknown: '' };
}

function whyUnread(mesh: Mesh, istiods: readonly Pod[]): string {
  const [first] = istiods;
  const gap = gapOf(mesh, 'istiod-syncz', first ? nameOf(first) : null);
  return gap?.why ?? 'no istiod said what it has sent to the proxies';
}

const entriesByProxy = perSlice((all: readonly SyncStatus[]) =>
  groupBy(
    all.flatMap(({ pod, at, proxies }) => proxies.map((entry) => ({ istiod: pod, at, entry }))),
    ({ entry }) => entry.proxy,
  ),
);

const lostOf = (pod: Pod): Behind => ({
  proxy: nameOf(pod),
  types: [],
  errors: ['is connected to no istiod'],
  since: null,
});

function behindOf({ proxy, pending, errors, pendingSince }: SyncEntry): Behind[] {
  if (pending.length === 0 && errors.length === 0) return [];
  const types = [...new Set([...pending, ...errors.map(({ type }) => type)])].map(shortType);
  return [{ proxy, types, errors: errors.map(({ message }) => message.slice(0, 300)), since: pendingSince }];
}

/** `type.googleapis.com/istio.workload.Address` → `Address`. */
const shortType = (url: string): string => url.slice(url.lastIndexOf('.') + 1);
