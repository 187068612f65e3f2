const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface TimeWays {
  /** IANA name; null = the reader's own */
  readonly timeZone: string | null;
  /** BCP 47, for the way times are written; words stay as they are. null = ours */
  readonly locale: string | null;
}

// Made once: making one takes longer than all that a page does with it.
let formats = formatsFor({ timeZone: null, locale: null });

function formatsFor({ timeZone, locale }: TimeWays) {
  const inZone = timeZone === null ? {} : { timeZone };
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale ?? 'en-GB', { ...options, ...inZone });
  return {
    clock: format({ hour: '2-digit', minute: '2-digit' }),
    date: format({ day: 'numeric', month: 'short' }),
    day: format({ dateStyle: 'short' }),
    // Nobody asked for a way of their own: a time is given as it was written, which names its zone itself.
    full: timeZone === null && locale === null ? null : format({ dateStyle: 'medium', timeStyle: 'long' }),
  };
}

/** In which zone and way this page tells times; for a page that is told so by its address, before it draws anything. */
export function tellTimesIn(ways: TimeWays): void {
  formats = formatsFor(ways);
}

/** A duration in the largest unit that keeps it readable: `4 s`, `6 min`, `2 h`, `3 d`. Milliseconds in. */
export function formatAge(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  if (!Number.isFinite(age)) return 'unknown time';
  if (age < MINUTE) return `${Math.floor(age / 1000)} s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  return age < 2 * DAY ? `${Math.floor(age / HOUR)} h` : `${Math.floor(age / DAY)} d`;
}

/** The reader's own wall clock: `14:02` today, `20 Nov 14:02` before. */
export function formatClock(at: string, now: number): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const clock = formats.clock.format(time);
  const isToday = formats.day.format(time) === formats.day.format(now);
  return isToday ? clock : `${formats.date.format(time)} ${clock}`;
}

/** The whole time, for whoever wants to know it exactly. */
export function formatFull(at: string): string {
  const time = new Date(at);
  return formats.full === null || Number.isNaN(time.getTime()) ? at : formats.full.format(time);
}
