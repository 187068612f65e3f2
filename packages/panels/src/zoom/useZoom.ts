import { select, selection } from 'd3-selection';
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';

export interface ZoomTarget {
  readonly width: number;
  readonly height: number;
}

/** Where the picture is on the screen: `screen = picture * k + (x, y)`. */
export interface Transform {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface ZoomOptions {
  /** told of every move, many times a second: it writes or paints, and sets no state */
  readonly onMove?: (transform: Transform) => void;
  /** pixels at the top that tools stand on: what is fitted leaves them free */
  readonly top?: number;
}

export interface Zoom {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly content: RefObject<SVGGElement | null>;
  /** picture units to screen pixels, rounded; for sizes that must not shrink with the map */
  readonly scale: number;
  /** the scale at which everything is in view */
  readonly fitting: number;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (x: number, y: number) => void;
  readonly fit: () => void;
  /** Puts a point of the picture into the middle, at a scale. */
  readonly centre: (x: number, y: number, scale: number) => void;
  /** Moves a point of the picture into view where it is not. */
  readonly reveal: (x: number, y: number) => void;
  /** A place on the screen as a point of the picture. */
  readonly toPicture: (clientX: number, clientY: number) => { x: number; y: number };
}

// d3-zoom asks it of what it moves at once, and nothing of ours runs that could be interrupted.
selection.prototype.interrupt = function () {
  return this;
};

const LEAST = 0.1;
const MOST = 3;
const MOST_AT_FIT = 1.6;
const EDGE = 60;

/** The wheel scrolls the page; with a modifier, or as a pinch, it zooms. One finger scrolls too: two move the map. Shift carries things. */
function isOurs(event: WheelEvent | TouchEvent | MouseEvent): boolean {
  if (event.type === 'wheel') return event.ctrlKey || event.metaKey;
  if ('touches' in event) return event.touches.length > 1;
  return !event.ctrlKey && !event.shiftKey && (event as MouseEvent).button === 0;
}

/** Zoom and pan. The transform is written to the one group by hand: no component is drawn again while the map moves. */
export function useZoom(size: ZoomTarget, canvas: ZoomTarget, { onMove, top = 0 }: ZoomOptions = {}): Zoom {
  const target = useTransform(onMove);
  const { svg, behaviour, current, isMoved, apply } = target;
  const fitting = fitTransform(size, canvas, top).k;
  useEffect(() => {
    behaviour.current?.scaleExtent([Math.min(LEAST, fitting * 0.8), MOST]);
  }, [behaviour, fitting]);

  const fit = useCallback(() => {
    isMoved.current = false;
    apply(fitTransform(size, canvas, top));
  }, [apply, isMoved, size, canvas, top]);

  // A map that nobody moved keeps fitting its place.
  useEffect(() => {
    if (!isMoved.current && canvas.width > 0) apply(fitTransform(size, canvas, top));
  }, [apply, isMoved, size, canvas, top]);

  const moves = useMemo(() => {
    const moveTo = (transform: ZoomTransform) => {
      isMoved.current = true;
      apply(transform);
    };
    const panBy = (x: number, y: number) => {
      const { k, x: left, y: top } = current.current;
      moveTo(zoomIdentity.translate(left + x, top + y).scale(k));
    };
    const reveal = (x: number, y: number) => {
      const [at, down] = current.current.apply([x, y]);
      const dx = offset(at, canvas.width);
      const dy = offset(down, canvas.height);
      if (dx !== 0 || dy !== 0) panBy(dx, dy);
    };
    const centre = (x: number, y: number, k: number) =>
      moveTo(zoomIdentity.translate(canvas.width / 2 - x * k, canvas.height / 2 - y * k).scale(k));
    const zoomBy = (factor: number) => {
      isMoved.current = true;
      behaviour.current?.scaleBy(select(svg.current!), factor);
    };
    const toPicture = (clientX: number, clientY: number) => {
      const { left, top } = svg.current!.getBoundingClientRect();
      const [x, y] = current.current.invert([clientX - left, clientY - top]);
      return { x, y };
    };
    return { panBy, reveal, centre, zoomBy, toPicture };
  }, [apply, behaviour, canvas, current, isMoved, svg]);

  return { svg, content: target.content, scale: target.scale, fitting, fit, ...moves };
}

/** The one place where an element is handed to d3: its gestures, and the transform that they lead to. */
function useTransform(onMove: ZoomOptions['onMove']) {
  const svg = useRef<SVGSVGElement | null>(null);
  const content = useRef<SVGGElement | null>(null);
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const current = useRef<ZoomTransform>(zoomIdentity);
  const isMoved = useRef(false);
  const told = useRef(onMove);
  told.current = onMove;
  const [scale, setScale] = useState(1);

  useEffect(() => {
    const element = select(svg.current!);
    const own = zoom<SVGSVGElement, unknown>()
      .scaleExtent([LEAST, MOST])
      .filter(isOurs)
      .on('zoom', ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: unknown }) => {
        current.current = transform;
        if (sourceEvent) isMoved.current = true;
        content.current?.setAttribute('transform', transform.toString());
        told.current?.(transform);
        setScale(roundScale(transform.k));
      });
    behaviour.current = own;
    element.call(own).on('dblclick.zoom', null);
    return () => {
      element.on('.zoom', null);
    };
  }, []);

  const apply = useCallback((transform: ZoomTransform) => {
    behaviour.current?.transform(select(svg.current!), transform);
  }, []);
  return { svg, content, behaviour, current, isMoved, scale, apply };
}

/** Steps that a size can follow without being seen to jump. */
function roundScale(k: number): number {
  return k < 0.5 ? Number(k.toPrecision(2)) : Math.round(k * 20) / 20;
}

function fitTransform(size: ZoomTarget, canvas: ZoomTarget, top: number): ZoomTransform {
  if (size.width === 0 || canvas.width === 0) return zoomIdentity;
  const height = canvas.height - top;
  const k = Math.min(MOST_AT_FIT, canvas.width / size.width, height / size.height);
  return zoomIdentity.translate((canvas.width - size.width * k) / 2, top + (height - size.height * k) / 2).scale(k);
}

function offset(at: number, room: number): number {
  if (at < EDGE) return EDGE - at;
  return at > room - EDGE ? room - EDGE - at : 0;
}
