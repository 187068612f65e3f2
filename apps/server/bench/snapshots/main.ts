/** Everything about snapshots that takes long: sizes, 1,000 kills, 10,000 hostile requests, what times of answers tell. */
import { benchSizes, formatSizes } from './bench-snapshots.ts';
import { besiege } from './besiege.ts';
import { killRounds } from './kill-rounds.ts';
import { benchTiming, formatTiming } from './timing.ts';

const HOSTILE = 10_000;
const KILLS = 1_000;

/** Prints as it goes; an argument runs one part alone. */
export async function benchSnapshots(part: string | undefined, say: (text: string) => void): Promise<void> {
  const wants = (name: string): boolean => part === undefined || part === name;
  if (wants('sizes')) say(formatSizes(await benchSizes([100, 1_000, 10_000])));
  if (wants('hostile')) say(`hostile requests: ${JSON.stringify(await besiege(HOSTILE))}`);
  if (wants('timing')) say(formatTiming(await benchTiming(4_000)));
  if (wants('kills')) say(`kill -9: ${JSON.stringify(await killRounds(KILLS))}`);
}
