import type { MeshReport } from '@hopscope/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { MeshLayout } from '../layout/plan.ts';
import { moveFrame } from '../minimap/Minimap.tsx';
import { useSize } from '../zoom/useSize.ts';
import { useZoom } from '../zoom/useZoom.ts';
import { findLink } from './hit-test.ts';
import { type HeldLayout, holdLayout } from './hold-layout.ts';
import { Legend } from './Legend.tsx';
import { MapTools } from './MapTools.tsx';
import './map.css';
import type { PaintNews } from './large/LargeMap.tsx';
import { MapPicture } from './MapPicture.tsx';
import { lightFor } from './map-emphasis.ts';
import { isOutsider, type MapView } from './map-view.ts';
import { SmallMinimap } from './SmallMinimap.tsx';
import { stepOfKey, walkMap } from './walk-map.ts';

export interface SmallMapProps {
  readonly view: MapView;
  readonly report: MeshReport;
  readonly problemsOnly: boolean;
  /** id of a node or link; '' = none */
  readonly selected: string;
  /** links to stand out, for a reason that is being shown */
  readonly shown: readonly string[];
  readonly onSelect: (id: string) => void;
  /** counts up whenever the selection should take the keyboard's focus */
  readonly focusRequest: number;
  /** what the map is narrowed to: while it stays the same, nothing moves because something went, or comes back */
  readonly scope?: string | undefined;
  /** told after the picture has been written into the page */
  readonly onPainted?: ((news: PaintNews) => void) | undefined;
}

const MINIMAP_FROM = 60;

const REACH = 12;

/** The mesh as a map: namespaces as islands, services as cards, calls as links. One tab stop; arrows walk the calls. */
export function SmallMap(props: SmallMapProps) {
  const { view, report, problemsOnly, selected, shown, onSelect, focusRequest, onPainted, scope = '' } = props;
  const layout = useLayout(view, scope);
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useSize(frame);
  const miniature = useRef<SVGRectElement>(null);
  const zoom = useZoom(layout, canvas, { onMove: (transform) => moveFrame(miniature.current, transform, canvas) });
  useLayoutEffect(() => {
    onPainted?.({ level: 'workload', nodes: view.nodes.size, links: view.links.size, problems: 0, isMove: false });
  }, [view, onPainted]);
  const [hovered, setHovered] = useState('');
  const [focused, setFocused] = useState('');
  const focus = view.nodes.has(focused) || view.links.has(focused) ? focused : firstOf(layout);
  const light = useMemo(() => lightFor(view, hovered, selected, shown), [view, hovered, selected, shown]);

  const moveFocus = (id: string) => {
    setFocused(id);
    const at = layout.nodes.get(id) ?? layout.links.get(id)?.mark;
    if (at) zoom.reveal(at.x, at.y);
    frame.current?.querySelector<SVGGElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (focusRequest > 0 && selected !== '') moveFocus(selected);
  }, [focusRequest]);

  const idAt = (event: PointerEvent | React.MouseEvent): string => {
    const card = (event.target as Element).closest('.hs-node')?.getAttribute('data-id');
    if (card) return card;
    const point = zoom.toPicture(event.clientX, event.clientY);
    return findLink(layout, view.links.keys(), point, REACH / Math.min(1, zoom.scale));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A pointer left lying on the map must not outshine the keyboard.
    setHovered('');
    const step = stepOfKey(event.key);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (step && isPlain) moveFocus(walkMap(view, layout, focus, step));
    else if (event.key === 'Enter' || event.key === ' ') onSelect(focus);
    else if (event.key === 'Escape') onSelect('');
    else return;
    event.preventDefault();
  };
  return (
    <figure className="hs-map">
      <div className="hs-map-frame" ref={frame} style={{ aspectRatio: `${layout.width} / ${layout.height}` }}>
        {/* biome-ignore lint/a11y/useSemanticElements: fieldset cannot stand inside an SVG */}
        <svg
          ref={zoom.svg}
          role="group"
          aria-label="Map of the mesh. Arrow keys walk from caller to callee, Enter opens details."
          className="hs-map-svg"
          onPointerMove={(event) => setHovered(event.pointerType === 'touch' ? '' : idAt(event))}
          onPointerLeave={() => setHovered('')}
          onClick={(event) => onSelect(idAt(event))}
          onKeyDown={onKeyDown}
          onFocus={(event) => setFocused((event.target as Element).getAttribute('data-id') ?? focused)}
          data-hovering={hovered !== ''}
          data-rest={light.rest}
        >
          <g ref={zoom.content}>
            <MapPicture {...{ view, layout, report, problemsOnly, selected, lit: light.lit, focus }} />
          </g>
        </svg>
        {view.nodes.size > MINIMAP_FROM ? <SmallMinimap {...{ view, layout, zoom, miniature }} /> : null}
        <MapTools onZoom={zoom.zoomBy} onPan={zoom.panBy} onFit={zoom.fit} />
      </div>
      <figcaption>
        <Legend {...legendOf(view)} />
      </figcaption>
    </figure>
  );
}

/** Laid out once per structure: a change of state moves nothing. */
function useLayout(view: MapView, scope: string): MeshLayout {
  const held = useRef<HeldLayout | null>(null);
  if (held.current?.structure !== view.structure || held.current.scope !== scope) {
    held.current = holdLayout(held.current, view, scope);
  }
  return held.current.layout;
}

function firstOf(layout: MeshLayout): string {
  const inOrder = [...layout.nodes.values()].sort((a, b) => a.band - b.band || a.y - b.y);
  return inOrder[0]?.id ?? '';
}

function legendOf(view: MapView) {
  const links = [...view.links.values()];
  return {
    looks: new Set(links.map(({ look }) => look)),
    hasWaypoint: links.some(({ waypoint }) => waypoint !== ''),
    hasOutsiders: [...view.nodes.values()].some(isOutsider),
  };
}
