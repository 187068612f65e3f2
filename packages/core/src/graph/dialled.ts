/** Live connections in ztunnel dumps: who was seen talking to whom. */
import { perSlice } from '../mesh/memory/look-up.ts';
import type { ZtunnelDump } from '../state/readings.ts';

/** Outbound connections by pod UID: the addresses dialled, as `ip:port`. */
export const dialledByPod = perSlice((dumps: readonly ZtunnelDump[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const dialled = new Map<string, Set<string>>();
  for (const dump of dumps) {
    for (const proxy of dump.proxies) {
      for (const connection of proxy.connections) {
        if (connection.direction !== 'outbound') continue;
        const set = dialled.get(proxy.podUid) ?? new Set<string>();
        set.add(connection.originalDst || connection.actualDst);
        dialled.set(proxy.podUid, set);
      }
    }
  }
  return dialled;
});
