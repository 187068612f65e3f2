import { memo, type PointerEvent, type RefObject } from 'react';
import type { Transform, ZoomTarget } from '../zoom/useZoom.ts';
import './minimap.css';

/** A circle of the picture that stands for an island. */
export interface MinimapArea {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface MinimapDot {
  readonly x: number;
  readonly y: number;
  readonly tone: 'broken' | 'warn';
}

export interface MinimapProps {
  /** the whole picture */
  readonly size: ZoomTarget;
  readonly areas: readonly MinimapArea[];
  /** where something is wrong; nothing else is told here */
  readonly dots: readonly MinimapDot[];
  /** the part that is in view; `moveFrame` writes it while the map moves */
  readonly frame: RefObject<SVGRectElement | null>;
  readonly onCentre: (x: number, y: number) => void;
}

const BOX = { width: 168, height: 108 } as const;
const DOT = 2.6;

/** The whole map in small: islands, where something fails, and what is in view. The tools do the same by buttons. */
export const Minimap = memo(function Minimap({ size, areas, dots, frame, onCentre }: MinimapProps) {
  const unit = Math.max(size.width / BOX.width, size.height / BOX.height) || 1;
  const centre = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const matrix = event.currentTarget.getScreenCTM();
    if (!matrix) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    onCentre(x, y);
  };
  return (
    <svg
      className="hs-minimap"
      {...BOX}
      viewBox={`0 0 ${size.width} ${size.height}`}
      aria-hidden="true"
      data-dots={dots.length}
      onPointerDown={centre}
      onPointerMove={centre}
    >
      {areas.map(({ x, y, radius }) => (
        <circle key={`${x} ${y}`} className="hs-minimap-area" cx={x} cy={y} r={radius} />
      ))}
      {dots.map(({ x, y, tone }) => (
        <circle key={`${x} ${y} ${tone}`} className="hs-minimap-dot" data-tone={tone} cx={x} cy={y} r={DOT * unit} />
      ))}
      <rect ref={frame} className="hs-minimap-frame" strokeWidth={1.5 * unit} />
    </svg>
  );
});

/** Writes which part of the picture is in view. */
export function moveFrame(frame: SVGRectElement | null, { k, x, y }: Transform, canvas: ZoomTarget): void {
  if (!frame || k === 0) return;
  frame.setAttribute('x', String(-x / k));
  frame.setAttribute('y', String(-y / k));
  frame.setAttribute('width', String(canvas.width / k));
  frame.setAttribute('height', String(canvas.height / k));
}
