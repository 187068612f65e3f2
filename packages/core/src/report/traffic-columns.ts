/** The traffic of links as columns: only of those that were seen, by their positions. */
import { type Static, Type } from 'typebox';
import type { LinkTraffic } from '../graph/link-traffic.ts';

const integers = Type.Array(Type.Integer());
const numbers = Type.Array(Type.Number());

export const TrafficColumns = Type.Object(
  {
    link: Type.Array(Type.Integer(), { description: 'position among the links' }),
    measure: integers,
    reporter: integers,
    rate: Type.Array(Type.Number(), { description: 'the number itself, a second' }),
    failing: Type.Array(Type.Number(), { description: 'the share itself, 0..1' }),
    outcomes: Type.Array(integers),
    shares: Type.Array(numbers, { description: 'one for each of outcomes' }),
    seconds: numbers,
    anyPort: Type.Array(Type.Integer(), { description: '0 or 1' }),
  },
  {
    description:
      'one entry in every column for each link whose calls were seen lately; indexes into strings unless said otherwise',
  },
);
export type TrafficColumns = Static<typeof TrafficColumns>;

/** No traffic yet. */
export const emptyTraffic = (): TrafficColumns => ({
  link: [],
  measure: [],
  reporter: [],
  rate: [],
  failing: [],
  outcomes: [],
  shares: [],
  seconds: [],
  anyPort: [],
});

/** Adds the traffic of the link at a position; `text` gives the index of a string. */
export function addTraffic(
  columns: TrafficColumns,
  text: (value: string) => number,
  position: number,
  traffic: LinkTraffic,
): void {
  columns.link.push(position);
  columns.measure.push(text(traffic.measure));
  columns.reporter.push(text(traffic.reporter));
  columns.rate.push(traffic.rate);
  columns.failing.push(traffic.failing);
  columns.outcomes.push(traffic.outcomes.map(({ by }) => text(by)));
  columns.shares.push(traffic.outcomes.map(({ share }) => share));
  columns.seconds.push(traffic.seconds);
  columns.anyPort.push(traffic.anyPort ? 1 : 0);
}
