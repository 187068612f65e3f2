/** Which pod has an address. Pods keep their addresses while all else about them changes, so this is a part of its own. */
import type { Pod } from '../../state/kubernetes.ts';
import { type Lookup, perSlice } from './look-up.ts';
import type { Memory } from './memory.ts';
import { noteRead } from './reads.ts';
import { isSameList, type Shard } from './shards.ts';

/** A pod that ran to its end: ignored by istio-cni and istiod alike (E10). */
export function isFinished(pod: Pod): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

/** One pod's hold on its addresses. */
interface Holder {
  key: string;
  ips: readonly string[];
  hostNetwork: boolean;
  going: boolean;
  since: string;
}

/** The holders of one namespace. */
interface Holders {
  list: readonly Holder[];
}

const holdersIn = perSlice((pods: readonly Pod[]): Holders => {
  const list = pods
    .filter((pod) => !isFinished(pod) && pod.ips.length > 0)
    .map((pod) => ({
      key: `${pod.namespace}/${pod.name}`,
      ips: pod.ips,
      hostNetwork: pod.hostNetwork,
      going: pod.deletedAt !== null,
      since: pod.createdAt ?? '',
    }));
  return { list };
});

/** Pods are other objects whenever anything about them changes; what they hold mostly is the same. */
const holdSame = (a: Holders, b: Holders): boolean =>
  a === b || (a.list.length === b.list.length && a.list.every((holder, i) => isSameHolder(holder, b.list[i]!)));

const isSameHolder = (a: Holder, b: Holder): boolean =>
  a.key === b.key &&
  a.hostNetwork === b.hostNetwork &&
  a.going === b.going &&
  a.since === b.since &&
  isSameList(a.ips, b.ips);

/** Pods by address: those of their own network, and those in the network of their node. */
export function indexAddresses(
  shards: ReadonlyMap<string, Shard>,
  byName: Lookup<Pod>,
  memory: Memory,
): { byIp: Lookup<Pod>; byHostIp: Lookup<Pod> } {
  const holders = [...shards].map(([namespace, { pods }]) =>
    memory.keep(`addresses in ${namespace}`, holdersIn(pods), holdSame),
  );
  const part = memory.keep('addresses', holders, isSameList);
  const lookup = (which: 'own' | 'host'): Lookup<Pod> => {
    const get = (ip: string): Pod | undefined => {
      noteRead(part);
      const holder = byAddress(part)[which].get(ip);
      return holder && byName.get(holder.key);
    };
    return { get, has: (ip) => get(ip) !== undefined };
  };
  return { byIp: lookup('own'), byHostIp: lookup('host') };
}

const byAddress = perSlice((all: readonly Holders[]) => {
  const own = new Map<string, Holder>();
  const host = new Map<string, Holder>();
  for (const { list } of all) {
    for (const holder of list) {
      const index = holder.hostNetwork ? host : own;
      for (const ip of holder.ips) if (takesOver(holder, index.get(ip))) index.set(ip, holder);
    }
  }
  return { own, host };
});

/** An address may be handed to a new pod while the old object is still there: the younger living one holds it. */
function takesOver(holder: Holder, other: Holder | undefined): boolean {
  if (!other) return true;
  if (holder.hostNetwork) return false;
  return other.going || (!holder.going && holder.since > other.since);
}
