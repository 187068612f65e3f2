import { type RefObject, useCallback, useRef, useState } from 'react';
import { CARD } from '../../layout/layout-inside.ts';
import type { Point } from '../../layout/plan.ts';
import { moveFrame } from '../../minimap/Minimap.tsx';
import { type Transform, useZoom, type Zoom, type ZoomTarget } from '../../zoom/useZoom.ts';
import type { PaintNews } from './LargeMap.tsx';
import { placeOf } from './LargeOverlay.tsx';
import type { LargeMesh } from './large-mesh.ts';
import { type Level, scaleOf } from './level.ts';
import type { LargeScene } from './use-large-scene.ts';
import { type Frame, usePainter } from './use-painter.ts';
import { islandOf } from './walk-large.ts';

export interface CameraParts {
  readonly mesh: LargeMesh | null;
  /** size of the whole picture */
  readonly picture: ZoomTarget;
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly size: ZoomTarget;
  readonly scene: LargeScene;
  readonly onPainted: ((news: PaintNews) => void) | undefined;
}

export interface Camera {
  readonly zoom: Zoom;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly miniature: RefObject<SVGRectElement | null>;
  readonly last: RefObject<Frame | null>;
  readonly level: Level;
  readonly scale: number;
  readonly hasStubs: boolean;
  /** Looks at a thing from a level. */
  readonly goTo: (level: Level, id: string) => void;
  /** Brings a thing near enough to be read. */
  readonly show: (id: string) => void;
}

const READABLE = 0.9;
/** height of the switch of levels over the map */
const TOOLS = 46;

/** The part of a large map that is in view, and the painting of it. */
export function useLargeCamera({ mesh, picture, frame, size, scene, onPainted }: CameraParts): Camera {
  const canvas = useRef<HTMLCanvasElement>(null);
  const miniature = useRef<SVGRectElement>(null);
  const [seen, setSeen] = useState({ level: 'mesh' as Level, hasStubs: false });
  const tell = useCallback(
    ({ painted, view, scene: { mesh: current } }: Frame, isMove: boolean) => {
      const hasStubs = painted.stubs.length > 0;
      setSeen((before) =>
        before.level === painted.level && before.hasStubs === hasStubs ? before : { level: painted.level, hasStubs },
      );
      moveFrame(miniature.current, view, view);
      writeHook(frame.current, painted, (id) => onScreen(current, view, id));
      onPainted?.({ ...painted, isMove });
    },
    [frame, onPainted],
  );
  const painter = usePainter(canvas, scene.scene, size, tell);
  const zoom = useZoom(picture, size, { onMove: painter.onMove, top: TOOLS });
  const { centre, fitting, scale } = zoom;
  const goTo = (level: Level, id: string) => {
    const wanted = scaleOf(level, fitting);
    if (level === 'mesh' && wanted >= fitting) return zoom.fit();
    if (level === 'mesh') return centre(picture.width / 2, picture.height / 2, wanted);
    const at = (mesh && placeOf(mesh, id)) ?? middleOf(painter.last.current, picture);
    centre(at.x, at.y, wanted);
  };
  const show = (id: string) => {
    const at = mesh && placeOf(mesh, id);
    if (at) centre(at.x, at.y, scaleToSee(mesh, id, size, scale));
  };
  return { zoom, canvas, miniature, last: painter.last, ...seen, scale, goTo, show };
}

function middleOf(last: Frame | null, picture: ZoomTarget): Point {
  if (!last) return { x: picture.width / 2, y: picture.height / 2 };
  const { k, x, y, width, height } = last.view;
  return { x: (width / 2 - x) / k, y: (height / 2 - y) / k };
}

/** An island fills the frame; a link has both of its ends in it; a service is readable, and stays nearer if it was. */
function scaleToSee(mesh: LargeMesh, id: string, { width, height }: ZoomTarget, scale: number): number {
  const group = islandOf(mesh, id);
  if (group !== undefined)
    return Math.min(1.1, (0.92 * Math.min(width, height)) / (2 * mesh.layout.islandRadius[group]!));
  const link = mesh.linkNumber.get(id);
  if (link === undefined) return Math.max(READABLE, scale);
  const [a, b] = [mesh.structure.from[link]!, mesh.structure.to[link]!];
  const { nodeX, nodeY } = mesh.layout;
  const wide = Math.abs(nodeX[a]! - nodeX[b]!) + 2 * CARD.width;
  const tall = Math.abs(nodeY[a]! - nodeY[b]!) + 6 * CARD.height;
  return Math.min(1.2, width / wide, height / tall);
}

function onScreen(mesh: LargeMesh, { k, x, y }: Transform, id: string): Point | undefined {
  const at = placeOf(mesh, id);
  return at && { x: at.x * k + x, y: at.y * k + y };
}

/** For tests, which see no elements on a canvas: what was painted, and where a thing stands in the frame. */
function writeHook(
  frame: HTMLDivElement | null,
  painted: Frame['painted'],
  locate: (id: string) => Point | undefined,
): void {
  if (!frame) return;
  const { level, islands, nodes, links, problems, labels, stubs } = painted;
  Object.assign(frame.dataset, { level, islands, nodes, links, problems, labels, stubs: stubs.length });
  Object.assign(frame, { locate });
}
