import { memo } from 'react';
import type { Anchor, RoutedLink } from '../layout/plan.ts';
import { MARK_SHAPES } from '../marks/mark-shape.ts';
import { MarkPaths } from '../marks/StateIcon.tsx';
import './link.css';
import { type LinkLook, LOOKS } from './link-look.ts';

export interface MapLinkProps {
  readonly id: string;
  readonly route: RoutedLink;
  readonly look: LinkLook;
  readonly waypoint: string;
  readonly spoken: string;
  /** stands out while the rest of the map steps back */
  readonly isLit: boolean;
  readonly isSelected: boolean;
  readonly isFocusable: boolean;
}

const GAP = 11;
const ARROW = 8;
const MARK = 15;

/** A link: line, gap, mark and arrowhead say its state, each by itself. */
export const MapLink = memo(function MapLink(props: MapLinkProps) {
  const { id, route, look, waypoint, spoken, isLit, isSelected, isFocusable } = props;
  const hasMark = look !== 'works' && look !== 'would-pass' && look !== 'gone';
  const gap = hasMark ? cutGap(route) : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside an SVG
    <g
      className="hs-link"
      role="button"
      tabIndex={isFocusable ? 0 : -1}
      aria-label={spoken}
      aria-pressed={isSelected}
      data-id={id}
      data-look={look}
      data-lit={isLit}
    >
      <path className="hs-link-hit" d={route.path} />
      <path className="hs-link-halo" d={route.path} />
      {isDouble(look) ? <path className="hs-link-edge" d={route.path} strokeDasharray={gap} /> : null}
      <path className="hs-link-line" d={route.path} strokeDasharray={hasGap(look) ? gap : undefined} />
      <path className="hs-link-arrow" d={arrowOf(route)} />
      {waypoint === '' ? null : <Diamond at={route.via} />}
      {hasMark ? <LinkMark at={route.mark} look={look} /> : null}
    </g>
  );
});

function isDouble(look: LinkLook): boolean {
  return look === 'degraded' || look === 'varies';
}

/** Dotted and dashed lines carry their own pattern; the mark's backing cuts them. */
function hasGap(look: LinkLook): boolean {
  return look === 'blocked' || look === 'conflict' || isDouble(look);
}

/** One dash up to the mark, nothing under it, one dash after it. */
function cutGap({ mark, length }: RoutedLink): string {
  const before = Math.max(0, mark.at - GAP);
  return `${before.toFixed(1)} ${2 * GAP} ${length.toFixed(1)}`;
}

function arrowOf({ tip, towards }: RoutedLink): string {
  const back = tip.x - towards * ARROW;
  return `M${tip.x},${tip.y}L${back},${tip.y - 3.6}L${back},${tip.y + 3.6}z`;
}

/** A waypoint on the way: a diamond on the line. */
function Diamond({ at }: { readonly at: Anchor }) {
  return (
    <path
      className="hs-link-via"
      data-part="waypoint"
      d="M0,-5.5L5.5,0L0,5.5L-5.5,0z"
      transform={`translate(${at.x},${at.y})`}
    />
  );
}

function LinkMark({ at, look }: { readonly at: Anchor; readonly look: LinkLook }) {
  const half = MARK / 2;
  if (look === 'blocked' || look === 'would-block') {
    return (
      <g className="hs-link-mark" transform={`translate(${at.x},${at.y})`}>
        <circle className="hs-link-hole" r={GAP - 1.5} />
        <path className="hs-link-cross" d="M-5,-5L5,5M5,-5L-5,5" />
      </g>
    );
  }
  if (look === 'unknown') {
    return (
      <g className="hs-link-mark" transform={`translate(${at.x},${at.y})`}>
        <circle className="hs-link-hole" r={GAP - 2.5} />
        <text className="hs-link-question" textAnchor="middle" dy="0.36em">
          ?
        </text>
      </g>
    );
  }
  return (
    <g className="hs-link-mark" transform={`translate(${at.x - half},${at.y - half}) scale(${MARK / 16})`}>
      <MarkPaths mark={MARK_SHAPES[LOOKS[look].mark]} />
    </g>
  );
}
