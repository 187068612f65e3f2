import { formatAge } from '../marks/time.ts';

/** `14:02:10, 6 min ago`, or `now`. */
export function spokenMoment(at: string | null, now: number): string {
  if (at === null) return 'now';
  const clock = new Date(at).toLocaleTimeString('en-GB');
  return `${clock}, ${formatAge(now - Date.parse(at))} ago`;
}
