import type { MeshReport } from '@hopscope/core';
import { useMemo, useRef } from 'react';
import { type Pin, pinIslands } from '../../layout/pin-islands.ts';
import type { Structure } from '../../layout/structure.ts';
import { Minimap } from '../../minimap/Minimap.tsx';
import { useSize } from '../../zoom/useSize.ts';
import { MapTools } from '../MapTools.tsx';
import type { MapView } from '../map-view.ts';
import { stopsOf } from '../stops.ts';
import { LargeLegend } from './LargeLegend.tsx';
import { LargeOverlay } from './LargeOverlay.tsx';
import { LevelSwitch } from './LevelSwitch.tsx';
import './large-map.css';
import { buildLargeMesh, structureOf } from './large-mesh.ts';
import { joinStates } from './large-states.ts';
import { minimapOf } from './minimap-of.ts';
import { useIslandDrag } from './use-island-drag.ts';
import { useLargeCamera } from './use-large-camera.ts';
import { type LayOut, useLargeLayout } from './use-large-layout.ts';
import { useLargePointer } from './use-large-pointer.ts';
import { useLargeScene } from './use-large-scene.ts';
import { useLargeWalk } from './use-large-walk.ts';

/** What one painted frame showed; told after each. */
export interface PaintNews {
  readonly level: string;
  readonly nodes: number;
  readonly links: number;
  readonly problems: number;
  /** the map only moved: nothing on it is new */
  readonly isMove: boolean;
}

export interface LargeMapProps {
  /** what the map is narrowed to; a large map keeps places by id anyway */
  readonly scope?: string | undefined;
  readonly view: MapView;
  readonly report: MeshReport;
  readonly problemsOnly: boolean;
  /** id of a node or link; '' = none */
  readonly selected: string;
  /** links to stand out, for a reason or a component that is being shown */
  readonly shown: readonly string[];
  readonly onSelect: (id: string) => void;
  /** counts up whenever the selection should take the keyboard's focus */
  readonly focusRequest: number;
  readonly layOut: LayOut;
  /** islands that stand where somebody put them */
  readonly pins: readonly Pin[];
  readonly onPin: (pins: readonly Pin[]) => void;
  readonly onPainted?: ((news: PaintNews) => void) | undefined;
}

const WHOLE = { width: 1, height: 1 };

/** A mesh of any size: painted on a canvas, with four levels of nearness; one tab stop, arrows walk as on the small map. */
export function LargeMap(props: LargeMapProps) {
  const { view, report, selected, onSelect } = props;
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const structure = useStructure(view);
  const laidOut = useLargeLayout(structure, props.layOut);
  const mesh = useMemo(
    () => laidOut && buildLargeMesh(view, laidOut.structure, pinIslands(laidOut.structure, laidOut.layout, props.pins)),
    // A view of the same structure has the same ids in the same order.
    [laidOut, props.pins],
  );
  const isCurrent = laidOut?.structure === structure;
  const states = useMemo(() => (mesh && isCurrent ? joinStates(mesh, view, report) : null), [mesh, isCurrent, view]);
  const pointer = useLargePointer();
  const scene = useLargeScene({ mesh, states, frame, hovered: pointer.hovered, ...props });
  const camera = useLargeCamera({
    mesh,
    picture: mesh?.layout ?? WHOLE,
    frame,
    size,
    scene,
    onPainted: props.onPainted,
  });
  const walk = useLargeWalk({ mesh, states, camera, frame, open: scene.open, ...props });
  const drag = useIslandDrag(mesh, props.pins, props.onPin);
  const small = useMemo(() => (mesh && states ? minimapOf(mesh, states) : null), [mesh, states]);
  const chosen = view.links.get(selected)?.link;
  const stops = useMemo(() => (chosen ? stopsOf(chosen, report) : []), [chosen, report]);
  return (
    <figure className="hs-map">
      <div className="hs-map-frame hs-large-frame" ref={frame} aria-busy={mesh === null}>
        {/* What it shows is said by the group beside it, thing by thing. */}
        <div aria-hidden="true">
          <canvas ref={camera.canvas} className="hs-large-canvas" />
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: fieldset cannot stand inside an SVG */}
        <svg
          ref={camera.zoom.svg}
          role="group"
          aria-label="Map of the mesh. Arrow keys walk from caller to callee, Enter opens, Escape goes back up, Shift with arrows moves a namespace."
          className="hs-map-svg hs-large-svg"
          data-hovering={pointer.hovered !== ''}
          onPointerDown={(event) => drag.down(event, camera)}
          onPointerMove={(event) => (drag.carried ? drag.move(event, camera) : pointer.move(event, camera))}
          onPointerUp={drag.up}
          onPointerLeave={pointer.leave}
          onClick={(event) => drag.wasOwn() || pointer.click(event, camera, { onSelect, open: walk.openIsland })}
          onKeyDown={walk.onKeyDown}
        >
          <g ref={camera.zoom.content}>
            {mesh ? (
              <LargeOverlay
                {...{ mesh, selected, stops, hovered: pointer.hovered, scale: camera.scale }}
                focus={walk.focus}
                spoken={walk.spoken}
                carried={drag.carried}
              />
            ) : null}
          </g>
        </svg>
        {mesh ? null : <p className="hs-map-wait">Laying out {structure.ids.length.toLocaleString('en')} services …</p>}
        {pointer.hovered === '' ? null : <p className="hs-large-told">{walk.speak(pointer.hovered)}</p>}
        <LevelSwitch level={camera.level} onLevel={(level) => camera.goTo(level, walk.focus)} />
        {small && camera.scale > camera.zoom.fitting * 1.05 ? (
          <Minimap {...small} frame={camera.miniature} onCentre={(x, y) => camera.zoom.centre(x, y, camera.scale)} />
        ) : null}
        {props.pins.length > 0 ? (
          <button type="button" className="hs-button hs-large-unpin" onClick={() => props.onPin([])}>
            Let go of {props.pins.length} pinned
          </button>
        ) : null}
        <MapTools onZoom={camera.zoom.zoomBy} onPan={camera.zoom.panBy} onFit={camera.zoom.fit} />
      </div>
      <figcaption>
        <LargeLegend view={view} level={camera.level} hasStubs={camera.hasStubs} />
      </figcaption>
    </figure>
  );
}

/** The same object while the same things stand on the map. */
function useStructure(view: MapView): Structure {
  const held = useRef<{ text: string; structure: Structure } | null>(null);
  if (held.current?.text !== view.structure) held.current = { text: view.structure, structure: structureOf(view) };
  return held.current.structure;
}
