import { select } from 'd3-selection';
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export interface ZoomTarget {
  readonly width: number;
  readonly height: number;
}

export interface Zoom {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly content: RefObject<SVGGElement | null>;
  /** picture units to screen pixels, rounded; for sizes that must not shrink with the map */
  readonly scale: number;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (x: number, y: number) => void;
  readonly fit: () => void;
  /** Moves a point of the picture into view where it is not. */
  readonly reveal: (x: number, y: number) => void;
  /** A place on the screen as a point of the picture. */
  readonly toPicture: (clientX: number, clientY: number) => { x: number; y: number };
}

const LEAST = 0.15;
const MOST = 3;
const MOST_AT_FIT = 1.6;
const EDGE = 60;

/** The wheel scrolls the page; with a modifier, or as a pinch, it zooms. One finger scrolls too: two move the map. */
function isOurs(event: WheelEvent | TouchEvent | MouseEvent): boolean {
  if (event.type === 'wheel') return event.ctrlKey || event.metaKey;
  if ('touches' in event) return event.touches.length > 1;
  return !event.ctrlKey && (event as MouseEvent).button === 0;
}

/** Zoom and pan. The transform is written to the one group by hand: no component is drawn again while the map moves. */
export function useZoom(size: ZoomTarget, canvas: ZoomTarget): Zoom {
  const svg = useRef<SVGSVGElement | null>(null);
  const content = useRef<SVGGElement | null>(null);
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const current = useRef<ZoomTransform>(zoomIdentity);
  const isMoved = useRef(false);
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
        setScale(Math.round(transform.k * 20) / 20);
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
  const fit = useCallback(() => {
    isMoved.current = false;
    apply(fitTransform(size, canvas));
  }, [apply, size, canvas]);

  // A map that nobody moved keeps fitting its place.
  useEffect(() => {
    if (!isMoved.current && canvas.width > 0) apply(fitTransform(size, canvas));
  }, [apply, size, canvas]);

  const panBy = useCallback(
    (x: number, y: number) => {
      isMoved.current = true;
      const { k, x: left, y: top } = current.current;
      apply(zoomIdentity.translate(left + x, top + y).scale(k));
    },
    [apply],
  );
  const reveal = useCallback(
    (x: number, y: number) => {
      const [at, down] = current.current.apply([x, y]);
      const dx = offset(at, canvas.width);
      const dy = offset(down, canvas.height);
      if (dx !== 0 || dy !== 0) panBy(dx, dy);
    },
    [panBy, canvas],
  );
  const zoomBy = useCallback((factor: number) => {
    isMoved.current = true;
    behaviour.current?.scaleBy(select(svg.current!), factor);
  }, []);
  const toPicture = useCallback((clientX: number, clientY: number) => {
    const { left, top } = svg.current!.getBoundingClientRect();
    const [x, y] = current.current.invert([clientX - left, clientY - top]);
    return { x, y };
  }, []);
  return { svg, content, scale, zoomBy, panBy, fit, reveal, toPicture };
}

function fitTransform(size: ZoomTarget, canvas: ZoomTarget): ZoomTransform {
  if (size.width === 0 || canvas.width === 0) return zoomIdentity;
  const k = Math.min(MOST_AT_FIT, canvas.width / size.width, canvas.height / size.height);
  return zoomIdentity.translate((canvas.width - size.width * k) / 2, (canvas.height - size.height * k) / 2).scale(k);
}

function offset(at: number, room: number): number {
  if (at < EDGE) return EDGE - at;
  return at > room - EDGE ? room - EDGE - at : 0;
}
