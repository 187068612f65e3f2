/** Changes as marks on one line of time, those that stand close together as one. */
import { type MeshChange, TONES, type Tone, toneOf } from './change.ts';

export interface TimeMark {
  /** where on the line, 0 to 1 */
  readonly at: number;
  /** the worst of what is in it */
  readonly tone: Tone;
  readonly count: number;
}

/** A mark is some pixels wide: more of them than that would touch on a narrow screen. */
const PLACES = 48;

/** Marks of the changes from `since` to `until` (milliseconds), the most important drawn last. */
export function marksOf(changes: readonly MeshChange[], since: number, until: number): TimeMark[] {
  const span = Math.max(1, until - since);
  const places = new Map<number, { sum: number; count: number; tone: Tone }>();
  for (const change of changes) {
    const at = (Date.parse(change.at) - since) / span;
    if (at < 0 || at > 1) continue;
    const place = Math.min(PLACES - 1, Math.floor(at * PLACES));
    const held = places.get(place) ?? { sum: 0, count: 0, tone: 'plain' as Tone };
    const tone = worseOf(held.tone, toneOf(change));
    places.set(place, { sum: held.sum + at, count: held.count + 1, tone });
  }
  return [...places.values()]
    .map(({ sum, count, tone }) => ({ at: sum / count, tone, count }))
    .sort((a, b) => TONES.indexOf(b.tone) - TONES.indexOf(a.tone) || a.at - b.at);
}

const worseOf = (a: Tone, b: Tone): Tone => (TONES.indexOf(a) <= TONES.indexOf(b) ? a : b);

/** The times at which something changed, each once, the earliest first; milliseconds. */
export function timesOf(changes: readonly MeshChange[]): number[] {
  return [...new Set(changes.map(({ at }) => Date.parse(at)))].sort((a, b) => a - b);
}

/** The next time in a direction from a moment; null = there is none (after the last one comes now). */
export function stepTime(times: readonly number[], from: number, by: 1 | -1): number | null {
  const found = by === 1 ? times.find((time) => time > from) : times.findLast((time) => time < from);
  return found ?? null;
}
