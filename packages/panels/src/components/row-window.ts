/** Which rows of a long list of equal heights are worth drawing. */
import { type RefObject, useEffect, useState } from 'react';

export interface RowWindow {
  readonly first: number;
  /** behind the last one */
  readonly end: number;
}

/** Rows beyond what is seen, so that a scroll shows no gap. */
const MARGIN = 12;

/** The rows to draw when `top` pixels are scrolled away and `height` are seen; all heights in pixels. */
export function rowsInSight(count: number, rowHeight: number, top: number, height: number): RowWindow {
  const first = Math.max(0, Math.floor(top / rowHeight) - MARGIN);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + MARGIN);
  return { first: Math.min(first, Math.max(0, end - 1)), end };
}

/** Follows the scrolling of a box. Short lists are drawn whole. */
export function useRowWindow(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  from: number,
): RowWindow {
  const [sight, setSight] = useState({ top: 0, height: 800 });
  const isLong = count > from;
  useEffect(() => {
    const element = box.current;
    if (!element || !isLong) return;
    const look = () => setSight({ top: element.scrollTop, height: element.clientHeight });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      watch.disconnect();
    };
  }, [box, isLong]);
  return isLong ? rowsInSight(count, rowHeight, sight.top, sight.height) : { first: 0, end: count };
}
