/** Times as addresses of panels write them: milliseconds since 1970, ISO 8601, `now-1h`. */

/** Milliseconds by the letter of a unit. */
export const TIME_UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** RFC 3339 of `1795885287222`, `2026-11-20T09:00:00Z`, `now`, `now-1h` or `now-1h/h`; null for what is no time. `now` in milliseconds. */
export function readTime(text: string, now: number): string | null {
  const relative = /^now(?:([+-])(\d{1,6})([smhdw]))?(?:\/[smhdw])?$/.exec(text);
  if (relative) {
    const [, sign, count, unit] = relative;
    const offset = count === undefined ? 0 : Number(count) * TIME_UNITS[unit!]! * (sign === '-' ? -1 : 1);
    return isoOf(now + offset);
  }
  if (/^\d{12,14}$/.test(text)) return isoOf(Number(text));
  return /^\d{4}-\d\d-\d\d/.test(text) && text.length <= 40 ? isoOf(Date.parse(text)) : null;
}

const isoOf = (milliseconds: number): string | null =>
  Number.isFinite(milliseconds) && Math.abs(milliseconds) < 8.64e15 ? new Date(milliseconds).toISOString() : null;
