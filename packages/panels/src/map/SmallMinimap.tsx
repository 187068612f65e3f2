import { type RefObject, useMemo } from 'react';
import type { MeshLayout } from '../layout/plan.ts';
import { Minimap, type MinimapDot } from '../minimap/Minimap.tsx';
import type { Zoom } from '../zoom/useZoom.ts';
import { isProblemLook } from './link-look.ts';
import type { MapView } from './map-view.ts';

export interface SmallMinimapProps {
  readonly view: MapView;
  readonly layout: MeshLayout;
  readonly zoom: Zoom;
  readonly miniature: RefObject<SVGRectElement | null>;
}

/** The minimap of lanes and islands: a dot for each service that something fails at. */
export function SmallMinimap({ view, layout, zoom, miniature }: SmallMinimapProps) {
  const areas = useMemo(
    () =>
      [...layout.nodes.values()].map(({ x, y, width, height }) => ({
        x: x + width / 2,
        y: y + height / 2,
        radius: height,
      })),
    [layout],
  );
  const dots = useMemo(() => dotsOf(view, layout), [view, layout]);
  return (
    <Minimap
      size={layout}
      areas={areas}
      dots={dots}
      frame={miniature}
      onCentre={(x, y) => zoom.centre(x, y, zoom.scale)}
    />
  );
}

function dotsOf(view: MapView, layout: MeshLayout): MinimapDot[] {
  const tones = new Map<string, MinimapDot['tone']>();
  for (const { link, look } of view.links.values()) {
    if (!isProblemLook(look)) continue;
    const isBroken = look === 'blocked' || look === 'would-block' || tones.get(link.to) === 'broken';
    tones.set(link.to, isBroken ? 'broken' : 'warn');
  }
  for (const { node, state } of view.nodes.values()) if (state === 'broken') tones.set(node.id, 'broken');
  return [...tones].map(([id, tone]) => {
    const { x, y, width, height } = layout.nodes.get(id)!;
    return { x: x + width / 2, y: y + height / 2, tone };
  });
}
