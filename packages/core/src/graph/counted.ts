/** Calls that proxies have counted: who was seen asking for which Service. */
import { perSlice } from '../mesh/memory/look-up.ts';
import type { TrafficReading } from '../state/traffic.ts';
import { believedTraffic, isKnown } from './believed-traffic.ts';

/** By `namespace/workload` of the caller: the Services it asked for, as `namespace/name`. */
export const countedCalls = perSlice(
  (readings: readonly TrafficReading[]): ReadonlyMap<string, ReadonlySet<string>> => {
    const calls = new Map<string, Set<string>>();
    // What was ever called is a link, whether it is quiet now or not.
    const units = [readings.filter(({ unit }) => unit === 'total'), readings.filter(({ unit }) => unit !== 'total')];
    for (const { from, service } of units.flatMap(believedTraffic)) {
      if (!isKnown(from.workload) || !isKnown(service.name) || !isKnown(service.namespace)) continue;
      const caller = `${from.namespace}/${from.workload}`;
      const called = calls.get(caller) ?? new Set<string>();
      calls.set(caller, called.add(`${service.namespace}/${service.name}`));
    }
    return calls;
  },
);
