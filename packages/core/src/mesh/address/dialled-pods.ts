/** W14, P3: which pods of Services a captured pod is seen to dial by their own address, past the Service and its waypoint. */
import type { Pod, Service } from '../../state/kubernetes.ts';
import type { ZtunnelDump } from '../../state/readings.ts';
import { perSlice } from '../memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { servicesOfPod } from '../service/selection.ts';
import { factsFrom } from '../told/component-logs.ts';
import { waypointOfPod, waypointOfService } from '../waypoint/waypoint.ts';
import { dumpOn } from '../ztunnel/ztunnel.ts';

/** Pods of one Service whose waypoint is passed by, and how it is known. */
export interface DialledPods {
  service: Service;
  /** the pods, as `ip:port` */
  addresses: readonly string[];
  source: 'ztunnel-config' | 'ztunnel-log';
  /** `namespace/name` of the ztunnel that tells */
  teller: string;
  at: string | null;
}

/** By pod: what is asked for at the address where it is then sent to; a call to a Service is asked for at another. */
const dialledIn = perSlice((dump: ZtunnelDump) => {
  const byPod = new Map<string, Set<string>>();
  for (const { podUid, connections } of dump.proxies)
    for (const { direction, originalDst, actualDst } of connections) {
      if (direction !== 'outbound' || !actualDst.startsWith(originalDst.slice(0, originalDst.lastIndexOf(':') + 1)))
        continue;
      const known = byPod.get(podUid);
      if (known) known.add(originalDst);
      else byPod.set(podUid, new Set([originalDst]));
    }
  return byPod;
});

/** A quick no for nearly every pod: nothing that it was seen to dial was a pod. */
export function mayDialPods(mesh: Mesh, pod: Pod): boolean {
  return mesh.logs.size > 0 || dialling(mesh.state.ztunnelDumps).has(pod.uid);
}

const dialling = perSlice((dumps: readonly ZtunnelDump[]): ReadonlySet<string> => {
  const uids = new Set<string>();
  for (const dump of dumps) for (const uid of dialledIn(dump).keys()) uids.add(uid);
  return uids;
});

/** W14, P3-P6: by the Service; what a connection was opened to is what the application dialled, and no Service's address is a pod's. */
export const dialledPodsOf = perMesh((mesh: Mesh, pod: Pod): readonly DialledPods[] => {
  const dump = dumpOn(mesh, pod.node);
  const open = dump && dialledIn(dump).get(pod.uid);
  const found = new Map<Service, DialledPods>();
  const add = (addresses: Iterable<string>, told: Pick<DialledPods, 'source' | 'teller' | 'at'>): void => {
    for (const address of addresses)
      for (const service of passedBy(mesh, pod, address)) {
        const known = found.get(service);
        if (!known) found.set(service, { service, addresses: [address], ...told });
        else if (!known.addresses.includes(address))
          found.set(service, { ...known, addresses: [...known.addresses, address] });
      }
  };
  if (open && dump) add(open, { source: 'ztunnel-config', teller: dump.pod, at: dump.at });
  for (const ztunnel of mesh.pods.ztunnels.get(pod.node) ?? []) {
    const teller = `${ztunnel.namespace}/${ztunnel.name}`;
    const log = mesh.logs.get(teller);
    if (log) add(loggedBy(mesh, teller, pod), { source: 'ztunnel-log', teller, at: log.at });
  }
  return [...found.values()];
});

/** What the access log of a ztunnel says a pod asked for without naming a Service. */
function loggedBy(mesh: Mesh, teller: string, { ips }: Pod): string[] {
  return ips
    .flatMap((ip) => factsFrom(mesh, teller, ip))
    .filter(
      ({ kind, direction, service, via }) =>
        kind === 'connected' && direction === 'outbound' && service === '' && via !== '',
    )
    .map(({ via }) => via);
}

/** The Services of the pod at an address that have a waypoint for what is addressed to them, where the pod has none of its own. */
function passedBy(mesh: Mesh, caller: Pod, address: string): readonly Service[] {
  const pod = mesh.pods.byIp.get(ipOf(address));
  if (!pod || pod === caller || waypointOfPod(mesh, pod).state === 'bound') return [];
  return servicesOfPod(mesh, pod).filter(
    (service) => !service.headless && waypointOfService(mesh, service).state === 'bound',
  );
}

const ipOf = (address: string): string =>
  address.slice(0, Math.max(0, address.lastIndexOf(':'))).replace(/^\[(.*)\]$/, '$1');
