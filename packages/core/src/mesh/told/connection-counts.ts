/** What ztunnels counted of connections, workload by workload (signals 3.4). An answer of Prometheus does not say on which node. */
import { nameOf } from '../../state/refs.ts';
import type { TrafficEnd, TrafficReading, TrafficSeries } from '../../state/traffic.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';

/** Connections between two workloads, by way of one Service, as one ztunnel saw them from one side. */
export interface ConnectionCount {
  /** `namespace/name` of the ztunnel */
  ztunnel: string;
  at: string | null;
  reporter: 'source' | 'destination';
  /** `namespace/workload`; '' where it is not known */
  from: string;
  to: string;
  /** `namespace/name`, '' where none was asked for */
  service: string;
  /** what was asked for, by its host */
  host: string;
  opened: number;
  /** opened in plain text */
  plain: number;
  /** closed without a remark */
  well: number;
  /** closed with a remark, by it: `CONNECT`, `DENY`, `NETWORK_POLICY`, … */
  flagged: ReadonlyMap<string, number>;
  /** in both directions */
  bytes: number;
}

type Draft = Omit<ConnectionCount, 'flagged'> & { flagged: Map<string, number> };

const isKnown = (text: string): boolean => text !== '' && text !== 'unknown';
const endOf = ({ namespace, workload }: TrafficEnd): string => (isKnown(workload) ? `${namespace}/${workload}` : '');

/** Of every reading that counts; which ones tell of now, `proxy-counts.ts` knows. */
export const connectionCounts = perSlice((readings: readonly TrafficReading[]): readonly ConnectionCount[] => {
  const found = new Map<string, Draft>();
  for (const { pod, at, unit, series } of readings) {
    if (unit !== 'total' || pod === '') continue;
    for (const one of series) {
      const { reporter } = one;
      if (one.protocol !== 'tcp' || (reporter !== 'source' && reporter !== 'destination')) continue;
      const draft = draftOf(one, pod, at, reporter);
      const key = `${pod} ${reporter} ${draft.from} ${draft.to} ${draft.service} ${draft.host}`;
      const known = found.get(key) ?? draft;
      found.set(key, known);
      count(known, one);
    }
  }
  return [...found.values()];
});

function draftOf(
  { from, to, service }: TrafficSeries,
  ztunnel: string,
  at: string | null,
  reporter: Draft['reporter'],
): Draft {
  return {
    ztunnel,
    at,
    reporter,
    from: endOf(from),
    to: endOf(to),
    service: isKnown(service.name) && isKnown(service.namespace) ? nameOf(service) : '',
    host: isKnown(service.host) ? service.host : '',
    opened: 0,
    plain: 0,
    well: 0,
    flagged: new Map(),
    bytes: 0,
  };
}

function count(draft: Draft, { measure, flags, security, value }: TrafficSeries): void {
  if (measure === 'connections-opened') {
    draft.opened += value;
    if (security === 'unknown') draft.plain += value;
  } else if (measure === 'request-bytes' || measure === 'response-bytes') draft.bytes += value;
  else if (measure === 'connections-closed' && (flags === '-' || flags === '')) draft.well += value;
  else if (measure === 'connections-closed') draft.flagged.set(flags, (draft.flagged.get(flags) ?? 0) + value);
}

/** By what was called, `namespace/workload`. */
export const countsByTarget = perSlice((readings: readonly TrafficReading[]) =>
  groupBy(connectionCounts(readings), ({ to }) => to),
);

/** By the Service that was asked for, `namespace/name`. */
export const countsByService = perSlice((readings: readonly TrafficReading[]) =>
  groupBy(connectionCounts(readings), ({ service }) => service),
);

/** Closed with one of these remarks; with any, where none is named. */
export function flaggedIn({ flagged }: ConnectionCount, ...flags: readonly string[]): number {
  let sum = 0;
  for (const [flag, value] of flagged) if (flags.length === 0 || flags.includes(flag)) sum += value;
  return sum;
}
