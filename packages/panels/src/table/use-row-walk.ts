/** The keyboard's way through a long table: which row is its stop of Tab, and what the keys do. */
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { RowWindow } from '../components/row-window.ts';

export interface RowWalkParts {
  readonly box: RefObject<HTMLElement | null>;
  readonly rows: readonly { readonly id: string }[];
  readonly selected: string;
  /** the rows that are drawn */
  readonly sight: RowWindow;
  /** pixels; 0 = all rows are drawn, whatever their heights */
  readonly rowHeight: number;
}

/** The header stays over the rows when they scroll. */
const HEADER = 36;

/** One stop among all rows: where the keyboard was last, else what is selected, else the first that is drawn. */
export function useRowWalk({ box, rows, selected, sight, rowHeight }: RowWalkParts) {
  const [held, setHeld] = useState('');
  const wanted = useRef(-1);
  const drawn = rows.slice(sight.first, sight.end);
  const at = [held, selected].map((id) => drawn.findIndex((row) => row.id === id)).find((index) => index >= 0);
  const stop = sight.first + (at ?? 0);
  useLayoutEffect(() => {
    if (wanted.current < 0) return;
    const button = box.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!button) return;
    wanted.current = -1;
    button.focus({ preventScroll: true });
    // The table itself may stand half below the window.
    button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = (event.target as Element).getAttribute('data-row');
    if (from === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / (rowHeight || 34)) - 2);
    const next = stepRow(event.key, Number(from), rows.length, page);
    if (next === null) return;
    event.preventDefault();
    wanted.current = next;
    setHeld(rows[next]!.id);
    if (box.current && rowHeight > 0) bringIntoSight(box.current, next, rowHeight);
  };
  return { stop, onKeyDown, focusOn: setHeld };
}

/** The row that a key leads to; null for keys that walk nowhere. */
export function stepRow(key: string, at: number, count: number, page: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, next));
}

function bringIntoSight(box: HTMLElement, row: number, rowHeight: number): void {
  const top = row * rowHeight;
  const bottom = top + rowHeight + HEADER;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
}
