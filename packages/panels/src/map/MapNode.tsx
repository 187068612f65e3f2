import type { NodeState } from '@hopscope/core';
import { memo } from 'react';
import { type PlacedNode, SIZES } from '../layout/plan.ts';
import { MARK_SHAPES } from '../marks/mark-shape.ts';
import { MarkPaths } from '../marks/StateIcon.tsx';

export interface MapNodeProps {
  readonly placed: PlacedNode;
  readonly name: string;
  /** `2 of 3`, or what it is where there are no pods */
  readonly aside: string;
  readonly state: NodeState['state'];
  readonly isOut: boolean;
  /** it was there shortly before the moment that is shown */
  readonly isGone: boolean;
  /** nothing of what is shown concerns it */
  readonly isQuiet: boolean;
  readonly spoken: string;
  /** stands out while the rest of the map steps back */
  readonly isLit: boolean;
  readonly isSelected: boolean;
  readonly isFocusable: boolean;
}

const ICON = 13;

/** A service, workload or gateway as a card: mark, name, ready pods. */
export const MapNode = memo(function MapNode(props: MapNodeProps) {
  const { placed, name, aside, state, isOut, isGone, isQuiet, spoken, isLit, isSelected, isFocusable } = props;
  const { x, y, width, height } = placed;
  const room = Math.floor((width - 47 - aside.length * SIZES.asideLetter) / SIZES.nameLetter);
  const middle = height / 2;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside an SVG
    <g
      className="hs-node"
      role="button"
      tabIndex={isFocusable ? 0 : -1}
      aria-label={spoken}
      aria-pressed={isSelected}
      data-id={placed.id}
      data-state={state}
      data-out={isOut}
      data-gone={isGone}
      data-quiet={isQuiet}
      data-lit={isLit}
      transform={`translate(${x},${y})`}
    >
      <title>{spoken}</title>
      <rect className="hs-node-card" width={width} height={height} rx={7} />
      {isGone ? null : state === 'ok' ? (
        <circle className="hs-node-dot" cx={10 + ICON / 2} cy={middle} r={4.2} />
      ) : (
        <g transform={`translate(10,${middle - ICON / 2}) scale(${ICON / 16})`}>
          <MarkPaths mark={MARK_SHAPES[state]} />
        </g>
      )}
      <text className="hs-node-name" x={30} y={middle} dy="0.35em">
        {name.length > room ? `${name.slice(0, Math.max(1, room - 1))}…` : name}
      </text>
      <text className="hs-node-aside" x={width - 10} y={middle} dy="0.35em" textAnchor="end">
        {aside}
      </text>
    </g>
  );
});
