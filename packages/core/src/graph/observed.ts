/** Live connections in ztunnel dumps: who was seen talking to whom. */
import type { Mesh } from '../mesh/mesh.ts';
import { perSlice } from '../mesh/mesh.ts';
import type { WalkTrace } from '../path/facts.ts';
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

/** True when one of the traces' callers holds a live connection to what was asked for. */
export function isObserved(mesh: Mesh, traces: readonly WalkTrace[]): boolean {
  const dialled = dialledByPod(mesh.state.ztunnelDumps);
  return traces.some((trace) => {
    const targets = trace.caller.pod ? dialled.get(trace.caller.pod.uid) : undefined;
    if (!targets) return false;
    const addresses =
      trace.service && trace.service.clusterIPs.length > 0
        ? trace.service.clusterIPs.map((ip) => `${ip}:${trace.port}`)
        : [`${trace.endpoint?.ip}:${trace.endpoint?.port}`];
    return addresses.some((address) => targets.has(address));
  });
}
