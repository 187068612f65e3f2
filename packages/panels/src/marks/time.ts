const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Made once: making one takes longer than all that a page does with it.
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

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
  const clock = CLOCK.format(time);
  const isToday = time.toDateString() === new Date(now).toDateString();
  return isToday ? clock : `${DATE.format(time)} ${clock}`;
}
