import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Transform, ZoomTarget } from '../../zoom/useZoom.ts';
import { paintMap } from './paint-map.ts';
import type { Painted, Scene, View } from './scene.ts';
import { chooseShown } from './shown-nodes.ts';
import { type Colours, readColours, watchColours } from './theme-colours.ts';

export interface Painter {
  /** to be told of every move of the map */
  readonly onMove: (transform: Transform) => void;
  /** what the last frame showed, and how it was looked at; null before the first */
  readonly last: RefObject<Frame | null>;
}

export interface Frame {
  readonly painted: Painted;
  readonly view: View;
  readonly shown: Uint8Array;
  readonly scene: Scene;
}

/** Paints a scene whenever it, the size of its place, or the part in view changes; moves at most once a frame. */
export function usePainter(
  canvas: RefObject<HTMLCanvasElement | null>,
  scene: Scene | null,
  size: ZoomTarget,
  onPainted: (frame: Frame, isMove: boolean) => void,
): Painter {
  const transform = useRef<Transform | null>(null);
  const last = useRef<Frame | null>(null);
  const isPlanned = useRef(false);
  const latest = useRef({ scene, size, onPainted });
  latest.current = { scene, size, onPainted };
  const paint = useCallback(
    (isMove: boolean) => {
      const { scene: now, size: room, onPainted: tell } = latest.current;
      if (!canvas.current || !now || !transform.current || room.width === 0) return;
      const context = fitCanvas(canvas.current, room);
      const view = { ...transform.current, ...room };
      const shown = chooseShown(now, view.k);
      const painted = paintMap(context, now, view, { shown, ratio: devicePixelRatio });
      last.current = { painted, view, shown, scene: now };
      tell(last.current, isMove);
    },
    [canvas],
  );
  const onMove = useCallback(
    (next: Transform) => {
      transform.current = next;
      if (isPlanned.current) return;
      isPlanned.current = true;
      requestAnimationFrame(() => {
        isPlanned.current = false;
        paint(true);
      });
    },
    [paint],
  );
  // Before the browser paints: what changed is seen in the very next frame.
  useLayoutEffect(() => {
    paint(false);
  }, [scene, size, paint]);
  return { onMove, last };
}

function fitCanvas(element: HTMLCanvasElement, { width, height }: ZoomTarget): CanvasRenderingContext2D {
  const [wide, tall] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (element.width !== wide) element.width = wide;
  if (element.height !== tall) element.height = tall;
  return element.getContext('2d', { alpha: false })!;
}

/** The theme's colours at an element; null before it is there. */
export function useColours(element: RefObject<Element | null>): Colours | null {
  const [colours, setColours] = useState<Colours | null>(null);
  useEffect(() => {
    const read = () => setColours(readColours(element.current!));
    read();
    return watchColours(read);
  }, [element]);
  return colours;
}
