import type { KeyboardEvent } from 'react';
import { formatClock } from '../marks/time.ts';
import type { MeshChange } from './change.ts';
import { spokenMoment } from './spoken-moment.ts';
import { marksOf, stepTime, type TimeMark, timesOf } from './time-marks.ts';
import '../marks/controls.css';
import './time-line.css';

export interface TimeLineProps {
  /** moments of which the whole mesh is kept, RFC 3339, the oldest first */
  readonly moments: readonly string[];
  readonly changes: readonly MeshChange[];
  /** the moment that is shown, RFC 3339; null = now */
  readonly at: string | null;
  /** milliseconds since 1970; panels read no clock of their own */
  readonly now: number;
  /** a moment to show; null = now */
  readonly onMoment: (at: string | null) => void;
}

/** This close to its end the line means now. */
const NOW_FROM = 0.995;
const MANY_STEPS = 10;

/** One line of time with what changed on it. Dragging, arrow keys and two buttons choose the moment that is shown. */
export function TimeLine({ moments, changes, at, now, onMoment }: TimeLineProps) {
  const since = Date.parse(moments[0] ?? new Date(now).toISOString());
  const shown = at === null ? now : Date.parse(at);
  const kept = moments.map((moment) => Date.parse(moment));
  const steps = [since, ...timesOf(changes).filter((time) => time > since)];
  const show = (time: number | null) => onMoment(time === null ? null : rfc3339(time));
  const drag = (time: number) => {
    const isNow = (time - since) / Math.max(1, now - since) >= NOW_FROM;
    show(isNow ? null : (kept.findLast((moment) => moment <= time) ?? since));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = timeOfKey(event.key, kept, shown);
    if (target === undefined) return;
    event.preventDefault();
    show(target);
  };
  const [earlier, later] = [stepTime(steps, shown, -1), stepTime(steps, shown, 1)];
  return (
    <fieldset className="hs-time-line" data-past={at !== null}>
      <legend className="hs-sr-only">Time</legend>
      <button
        type="button"
        className="hs-button hs-time-step"
        aria-label="Previous change"
        aria-disabled={earlier === null}
        onClick={() => (earlier === null ? undefined : show(earlier))}
      >
        <Arrow path="M8 2 3 7l5 5" />
      </button>
      <div className="hs-time-track">
        <Marks marks={marksOf(changes, since, now)} />
        <input
          type="range"
          aria-label="Moment that is shown"
          aria-valuetext={spokenMoment(at, now)}
          min={since}
          max={Math.max(now, since + 1)}
          value={Math.min(Math.max(shown, since), now)}
          onChange={(event) => drag(Number(event.target.value))}
          onKeyDown={onKeyDown}
        />
        <p className="hs-time-ends" aria-hidden="true">
          <span>{formatClock(rfc3339(since), now)}</span>
          <span>now</span>
        </p>
      </div>
      <button
        type="button"
        className="hs-button hs-time-step"
        aria-label="Next change"
        aria-disabled={at === null}
        onClick={() => show(later)}
      >
        <Arrow path="M4 2l5 5-5 5" />
      </button>
    </fieldset>
  );
}

/** Where a key leads: a time, null for now; undefined where the key means nothing here. */
export function timeOfKey(key: string, kept: readonly number[], shown: number): number | null | undefined {
  const before = kept.filter((time) => time < shown);
  const after = kept.filter((time) => time > shown);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return before.at(-1) ?? kept[0];
  if (key === 'PageDown') return before.at(-MANY_STEPS) ?? kept[0];
  if (key === 'ArrowRight' || key === 'ArrowUp') return after[0] ?? null;
  if (key === 'PageUp') return after[MANY_STEPS - 1] ?? null;
  if (key === 'Home') return kept[0];
  return key === 'End' ? null : undefined;
}

const rfc3339 = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

function Marks({ marks }: { readonly marks: readonly TimeMark[] }) {
  return (
    <span className="hs-time-marks" aria-hidden="true">
      {marks.map(({ at, tone, count }) => (
        <span
          key={at}
          className="hs-time-mark"
          data-tone={tone}
          data-many={count > 1}
          style={{ insetInlineStart: `${(at * 100).toFixed(2)}%` }}
        />
      ))}
    </span>
  );
}

function Arrow({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 12 14" width="12" height="14" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  );
}
