/** Whether what is asked is seen to happen. */
import { dialledByPod } from '../graph/dialled.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { WalkTrace } from './facts.ts';

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
