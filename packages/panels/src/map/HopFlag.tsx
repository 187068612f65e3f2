import type { Point } from '../layout/plan.ts';

export interface HopFlagProps {
  readonly at: Point;
  readonly stops: readonly { readonly kind: 'ztunnel' | 'waypoint'; readonly text: string }[];
}

const ROW = 22;
const LETTER = 6.4;
const PADDING = 9;

/** A link's proxies in the order a request passes them, as a flag at the link. */
export function HopFlag({ at, stops }: HopFlagProps) {
  const width = Math.max(...stops.map(({ text }) => text.length)) * LETTER + 2 * PADDING + 20;
  const height = stops.length * ROW + 2 * PADDING - 4;
  return (
    <g className="hs-hop-flag" transform={`translate(${at.x + 12},${at.y + 12})`}>
      <rect width={width} height={height} rx={8} />
      <path className="hs-hop-rail" d={`M${PADDING + 6},${PADDING + 9}V${height - PADDING - 9}`} />
      {stops.map(({ kind, text }, index) => (
        <g key={text} transform={`translate(${PADDING},${PADDING + index * ROW})`}>
          {kind === 'waypoint' ? (
            <path className="hs-link-via" d="M6,2.5L12.5,9L6,15.5L-.5,9z" />
          ) : (
            <rect className="hs-hop-stop" x={1} y={4} width={10} height={10} rx={2} />
          )}
          <text className="hs-hop-text" x={22} y={9} dy="0.35em">
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}
