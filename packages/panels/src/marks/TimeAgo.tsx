import './marks.css';
import { formatAge, formatClock, formatFull } from './time.ts';

export interface TimeAgoProps {
  /** RFC 3339 */
  readonly at: string;
  /** milliseconds since 1970; panels read no clock of their own */
  readonly now: number;
  /** `since 14:02, 6 min` instead of `6 min ago` */
  readonly since?: boolean;
}

/** How long ago something was, with the full time on hover. */
export function TimeAgo({ at, now, since = false }: TimeAgoProps) {
  const age = formatAge(now - Date.parse(at));
  return (
    <time className="hs-time" dateTime={at} title={formatFull(at)}>
      {since ? `since ${formatClock(at, now)}, ${age}` : `${age} ago`}
    </time>
  );
}
