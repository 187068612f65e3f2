/** Ages between two moments of the data. Panels read no clock: what is now is the answer's own `asOf`. */
import { formatAge, formatClock } from '../marks/time.ts';

/** `1 s`, `21 min`, `5 h`, `3 d` from one RFC 3339 moment to a later one. */
export function ageBetween(from: string, to: string): string {
  return formatAge(Date.parse(to) - Date.parse(from));
}

/** `13:47` on the reader's own clock, with the day where it is not the day of `asOf`. */
export function clockAt(at: string, asOf: string): string {
  return formatClock(at, Date.parse(asOf));
}

/** `2026-11-20 13:47 UTC`: for text that is read elsewhere, by people in another zone. */
export function utcMinute(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
