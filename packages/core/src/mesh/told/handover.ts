/** What ztunnels counted of the last step: handing a connection to the application (signals 3.4). */
import type { Pod, Service } from '../../state/kubernetes.ts';
import { nameOf } from '../../state/refs.ts';
import type { TrafficReading, TrafficSeries } from '../../state/traffic.ts';
import { perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';
import { lastTries } from './proxy-counts.ts';
import { refusedHandover } from './refused-handover.ts';

/** Connections from one ztunnel to one workload, by way of one Service, whoever called. */
export interface Handover {
  /** `namespace/name` of the ztunnel that counted */
  ztunnel: string;
  at: string | null;
  /** closed because the application could not be reached, or went away */
  failed: number;
  /** closed in any other way */
  other: number;
  opened: number;
  /** bytes the application sent in that time */
  answered: number;
  /** counted lately, and not since the start: connections may be older */
  isRecent: boolean;
}

const NOTHING = { failed: 0, other: 0, opened: 0, answered: 0 };

/** By ztunnel and workload, then by Service ('' where a pod was dialled). An answer of Prometheus does not say on which node. */
const handovers = perSlice(
  (readings: readonly TrafficReading[]): ReadonlyMap<string, ReadonlyMap<string, Handover>> => {
    const found = new Map<string, Map<string, Handover>>();
    for (const { pod, at, series, seconds } of lastTries(readings)) {
      const isRecent = seconds !== undefined;
      for (const one of series) {
        if (one.reporter !== 'destination') continue;
        const key = keyOf(pod, one.to.namespace, one.to.workload);
        const byService = found.get(key) ?? new Map<string, Handover>();
        const service = one.service.name === '' || one.service.name === 'unknown' ? '' : nameOf(one.service);
        const known = byService.get(service) ?? { ztunnel: pod, at, isRecent, ...NOTHING };
        count(known, one);
        found.set(key, byService.set(service, known));
      }
    }
    return found;
  },
);

function count(handover: Handover, { measure, flags, value }: TrafficSeries): void {
  if (measure === 'connections-opened') handover.opened += value;
  else if (measure === 'response-bytes') handover.answered += value;
  else if (measure === 'connections-closed' && flags === 'CONNECT') handover.failed += value;
  else if (measure === 'connections-closed') handover.other += value;
}

const keyOf = (ztunnel: string, namespace: string, workload: string): string => `${ztunnel} ${namespace}/${workload}`;

/** Fewer may be a caller that hung up. */
const ENOUGH = 2;

/** Lately, one that broke may have stood for long: only those opened in that time tell. */
const hasFailed = ({ failed, other, opened, answered, isRecent }: Handover): boolean =>
  failed >= ENOUGH && other === 0 && answered === 0 && (isRecent ? opened === failed : opened <= failed);

/**
 * P10: the ztunnel of the pod's node got no connection through to the application when it was last tried: all it opened are
 * closed as failed, and not a byte came back. Null where something went well, too little was tried, or nobody counted.
 */
export function failedHandover(mesh: Mesh, pod: Pod, service: Service | null): Handover | null {
  for (const byService of handoversTo(mesh, pod)) {
    const handover = byService.get(service ? nameOf(service) : '');
    if (handover && hasFailed(handover)) return handover;
  }
  return null;
}

/** The Services by way of which the pod's application was never reached: pods that differ in this differ in outcome. */
export function handoverMark(mesh: Mesh, pod: Pod): string {
  const counts = handoversTo(mesh, pod);
  const refused = refusedHandover(mesh, pod);
  if (counts.length === 0 && !refused) return '';
  const counted = counts.flatMap((byService) =>
    [...byService].filter(([, handover]) => hasFailed(handover)).map(([name]) => `!${name}`),
  );
  return [...counted, ...(refused ? [`!:${refused.port}`] : [])].join();
}

function handoversTo(mesh: Mesh, pod: Pod): ReadonlyMap<string, Handover>[] {
  const all = handovers(mesh.state.traffic);
  if (all.size === 0) return [];
  return (mesh.pods.ztunnels.get(pod.node) ?? []).flatMap(
    (ztunnel) => all.get(keyOf(nameOf(ztunnel), pod.namespace, pod.workload.name)) ?? [],
  );
}
