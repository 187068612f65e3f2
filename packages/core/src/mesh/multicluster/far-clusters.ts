/** MC3, MC4: what this cluster's istiod told ztunnel of workloads in other clusters; of those clusters themselves nothing is read. */
import type { Service } from '../../state/kubernetes.ts';
import type { ZtunnelDump, ZtunnelWorkload } from '../../state/readings.ts';
import { hostOf } from '../address/host-name.ts';
import { perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';
import { workloadIn } from '../ztunnel/ztunnel.ts';

/** An endpoint of a service that runs in another cluster. */
export interface FarEndpoint {
  workload: ZtunnelWorkload;
  /** its target by port of the service; empty where nothing is said of ports */
  ports: Readonly<Record<string, number>>;
  /** the ztunnel that was told */
  toldTo: ZtunnelDump;
}

const NOWHERE: readonly FarEndpoint[] = [];

/** MC4: the endpoints of a Service in other clusters. */
export function farEndpointsOf(mesh: Mesh, service: Service): readonly FarEndpoint[] {
  const far = farByService(mesh.state.ztunnelDumps);
  return far.size === 0 ? NOWHERE : (far.get(`${service.namespace}/${hostOf(mesh, service)}`) ?? NOWHERE);
}

/** Every workload of another cluster. */
export const farWorkloads = (mesh: Mesh): readonly FarEndpoint[] =>
  [...farByService(mesh.state.ztunnelDumps).values()].flat();

/** Z5: every ztunnel is told the same, so one is asked. */
const farByService = perSlice((dumps: readonly ZtunnelDump[]): ReadonlyMap<string, readonly FarEndpoint[]> => {
  const found = new Map<string, FarEndpoint[]>();
  const dump = dumps.find(({ workloads, ownOnly }) => !ownOnly && workloads.length > 0);
  const far = new Map((dump ? farIn(dump) : []).map((workload) => [workload.uid, workload] as const));
  if (!dump || far.size === 0) return found;
  const add = (service: string, endpoint: FarEndpoint): void => {
    const known = found.get(service);
    if (known) known.push(endpoint);
    else found.set(service, [endpoint]);
  };
  const listed = new Set<string>();
  for (const { namespace, hostname, endpoints } of dump.services)
    for (const { workloadUid, ports } of endpoints) {
      const workload = far.get(workloadUid);
      if (!workload) continue;
      listed.add(`${workloadUid} ${namespace}/${hostname}`);
      add(`${namespace}/${hostname}`, { workload, ports, toldTo: dump });
    }
  for (const workload of far.values())
    for (const service of workload.services)
      if (!listed.has(`${workload.uid} ${service}`)) add(service, { workload, ports: {}, toldTo: dump });
  return found;
});

/** MC4: of another cluster than the ztunnel itself, or merged from all pods of another network. */
function farIn(dump: ZtunnelDump): ZtunnelWorkload[] {
  const [namespace = '', name = ''] = dump.pod.split('/');
  const own = workloadIn(dump, namespace, name)?.clusterId ?? '';
  return dump.workloads.filter(
    ({ uid, clusterId }) =>
      uid.includes('/SplitHorizonWorkload/') || (own !== '' && clusterId !== '' && clusterId !== own),
  );
}
