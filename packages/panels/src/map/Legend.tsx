import type { ReactNode } from 'react';
import { type LinkLook, LOOK_ORDER, LOOKS } from './link-look.ts';
import { MapLink } from './MapLink.tsx';

export interface LegendProps {
  readonly looks: ReadonlySet<LinkLook>;
  readonly hasWaypoint: boolean;
  readonly hasOutsiders: boolean;
  /** further signs of the picture */
  readonly children?: ReactNode;
}

const WIDTH = 46;
const MIDDLE = 11;

/** Explains exactly what is on the map at the moment. */
export function Legend({ looks, hasWaypoint, hasOutsiders, children }: LegendProps) {
  return (
    <ul className="hs-legend" aria-label="What the lines mean">
      {[...LOOK_ORDER].reverse().map((look) =>
        looks.has(look) ? (
          <li key={look}>
            <Sample look={look} waypoint="" />
            {LOOKS[look].word}
          </li>
        ) : null,
      )}
      {hasWaypoint ? (
        <li>
          <svg width={16} height={22} aria-hidden="true">
            <path className="hs-link-via" d="M0,-5.5L5.5,0L0,5.5L-5.5,0z" transform={`translate(8,${MIDDLE})`} />
          </svg>
          through a waypoint
        </li>
      ) : null}
      {hasOutsiders ? (
        <li>
          <svg width={26} height={22} aria-hidden="true">
            <rect className="hs-island-box" data-out="true" x={1} y={4} width={24} height={14} rx={4} />
          </svg>
          not in the mesh
        </li>
      ) : null}
      {children}
    </ul>
  );
}

function Sample({ look, waypoint }: { readonly look: LinkLook; readonly waypoint: string }) {
  const mark = { x: (WIDTH - 8) / 2, y: MIDDLE, at: (WIDTH - 8) / 2 };
  const end = WIDTH - 8;
  const route = { id: '', path: `M0,${MIDDLE}L${end},${MIDDLE}`, length: end, tip: { x: WIDTH, y: MIDDLE }, mark };
  return (
    <svg width={WIDTH} height={22} aria-hidden="true" className="hs-legend-sample">
      <MapLink
        id=""
        route={{ ...route, towards: 1, points: [], via: mark }}
        look={look}
        waypoint={waypoint}
        spoken=""
        isLit={false}
        isSelected={false}
        isFocusable={false}
      />
    </svg>
  );
}
