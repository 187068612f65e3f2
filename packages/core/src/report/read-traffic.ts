/** Reads the columns of traffic. */
import type { LinkTraffic } from '../graph/link-traffic.ts';
import type { TrafficColumns } from './traffic-columns.ts';

/** By position of the link. */
export function readTraffic(columns: TrafficColumns, strings: readonly string[]): ReadonlyMap<number, LinkTraffic> {
  return new Map(
    columns.link.map((position, i) => [
      position,
      {
        measure: strings[columns.measure[i]!] as LinkTraffic['measure'],
        reporter: strings[columns.reporter[i]!]!,
        rate: columns.rate[i]!,
        failing: columns.failing[i]!,
        outcomes: columns.outcomes[i]!.map((by, j) => ({ by: strings[by]!, share: columns.shares[i]![j]! })),
        seconds: columns.seconds[i]!,
        anyPort: columns.anyPort[i] === 1,
      },
    ]),
  );
}
