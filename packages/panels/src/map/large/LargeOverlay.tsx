import { CARD } from '../../layout/layout-inside.ts';
import type { Point } from '../../layout/plan.ts';
import { HopFlag } from '../HopFlag.tsx';
import type { Stop } from '../stops.ts';
import type { LargeMesh } from './large-mesh.ts';
import { bendOf, type Pair } from './link-curve.ts';
import type { CarriedIsland } from './use-island-drag.ts';
import { islandOf } from './walk-large.ts';

export interface LargeOverlayProps {
  readonly mesh: LargeMesh;
  /** what the keyboard is at: the one tab stop */
  readonly focus: string;
  readonly spoken: string;
  readonly selected: string;
  readonly hovered: string;
  readonly scale: number;
  /** proxies of the selected link */
  readonly stops: readonly Stop[];
  readonly carried: CarriedIsland | null;
}

/** Over the painted map, moved with it: the ring of the keyboard's focus, of the selection and of the pointer. */
export function LargeOverlay({ mesh, focus, spoken, selected, hovered, scale, stops, carried }: LargeOverlayProps) {
  const at = placeOf(mesh, selected);
  return (
    <>
      {hovered !== '' && hovered !== selected ? <Ring mesh={mesh} id={hovered} scale={scale} kind="hovered" /> : null}
      {selected === '' ? null : <Ring mesh={mesh} id={selected} scale={scale} kind="selected" />}
      {/* biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside an SVG */}
      <g
        key={focus}
        className="hs-large-focus"
        role="button"
        tabIndex={0}
        aria-label={spoken}
        aria-pressed={focus === selected}
        data-id={focus}
      >
        <Ring mesh={mesh} id={focus} scale={scale} kind="focus" />
      </g>
      {carried ? (
        <circle className="hs-large-ring hs-large-carried" cx={carried.x} cy={carried.y} r={carried.radius} />
      ) : null}
      {at && stops.length > 0 ? (
        <g transform={`translate(${at.x},${at.y}) scale(${1 / scale})`}>
          <HopFlag at={{ x: 0, y: 0 }} stops={stops} />
        </g>
      ) : null}
    </>
  );
}

interface RingProps {
  readonly mesh: LargeMesh;
  readonly id: string;
  readonly scale: number;
  readonly kind: 'focus' | 'selected' | 'hovered';
}

const LEAST = 24;

function Ring({ mesh, id, scale, kind }: RingProps) {
  const group = islandOf(mesh, id);
  const shared = { className: `hs-large-ring hs-large-${kind}`, 'data-id': id };
  if (group !== undefined) {
    const { islandX, islandY, islandRadius } = mesh.layout;
    const radius = Math.max(LEAST / 2 / scale, islandRadius[group]! + 3 / scale);
    return <circle {...shared} cx={islandX[group]} cy={islandY[group]} r={radius} />;
  }
  const node = mesh.nodeNumber.get(id);
  if (node !== undefined) {
    // Dots are round and small; from the scale on at which cards are drawn the ring is a card's.
    const isCard = CARD.height * scale >= 15;
    const width = isCard ? CARD.width + 4 : LEAST / scale;
    const height = isCard ? Math.max(CARD.height + 4, LEAST / scale) : LEAST / scale;
    const [x, y] = [mesh.layout.nodeX[node]!, mesh.layout.nodeY[node]!];
    return <rect {...shared} x={x - width / 2} y={y - height / 2} {...{ width, height }} rx={8 / scale} />;
  }
  const path = linePath(mesh, id);
  return path === '' ? null : <path {...shared} d={path} />;
}

/** The same curve as the painter's, in units of the picture. */
function linePath(mesh: LargeMesh, id: string): string {
  const link = mesh.linkNumber.get(id);
  if (link === undefined) return '';
  const { structure, layout } = mesh;
  const [a, b] = [structure.from[link]!, structure.to[link]!];
  const from: Pair = [layout.nodeX[a]!, layout.nodeY[a]!];
  const to: Pair = [layout.nodeX[b]!, layout.nodeY[b]!];
  return `M${from.join()}Q${bendOf(from, to).join()} ${to.join()}`;
}

/** The middle of whatever has an id, in units of the picture. */
export function placeOf(mesh: LargeMesh, id: string): Point | undefined {
  const { layout, structure } = mesh;
  const group = islandOf(mesh, id);
  if (group !== undefined) return { x: layout.islandX[group]!, y: layout.islandY[group]! };
  const node = mesh.nodeNumber.get(id);
  if (node !== undefined) return { x: layout.nodeX[node]!, y: layout.nodeY[node]! };
  const link = mesh.linkNumber.get(id);
  if (link === undefined) return undefined;
  const [a, b] = [structure.from[link]!, structure.to[link]!];
  return { x: (layout.nodeX[a]! + layout.nodeX[b]!) / 2, y: (layout.nodeY[a]! + layout.nodeY[b]!) / 2 };
}
