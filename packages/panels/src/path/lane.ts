/** How a trace is laid out as a lane: how wide each hop is and what the wire before it looks like. */
import type { Hop } from '@hopscope/core';
import { isLink } from './path-words.ts';

/** `ok` solid · `broken` with a gap and a cross · `predicted` dotted · `unknown` thin and dashed. */
export type Wire = 'ok' | 'broken' | 'predicted' | 'unknown';

/** The shape of a hop in the lane: a place on the wire, a piece of wire, or a stub for what is not on this way. */
export type HopShape = 'place' | 'wire' | 'stub';

export function hopShape(hop: Hop): HopShape {
  if (hop.state === 'not-applicable') return 'stub';
  return isLink(hop) ? 'wire' : 'place';
}

/** Shares of the width: the hop that blocks gets most, a piece of wire less than a place. */
export function laneColumns(hops: readonly Hop[]): string {
  return hops.map((hop) => `minmax(0, ${widthOf(hop)}fr)`).join(' ');
}

function widthOf(hop: Hop): number {
  if (hop.state === 'block') return 2.1;
  return { place: 1.1, wire: 0.9, stub: 0.6 }[hopShape(hop)];
}

/** The wire that leads into each hop, first one included. */
export function wiresInto(hops: readonly Hop[]): Wire[] {
  let soFar: Wire = 'ok';
  return hops.map((hop) => {
    const here = soFar;
    soFar = wireAfter(hop, soFar);
    return here === 'ok' && (hop.state === 'unknown' || hop.state === 'hidden') ? 'unknown' : here;
  });
}

/** The wire that runs through a stretch itself: a break is drawn before it, not twice. */
export function wireThrough(into: Wire, hop: Hop): Wire {
  if (into === 'broken') return 'predicted';
  return into === 'ok' ? wireAfter(hop, into) : into;
}

/** Directly after the hop that blocks the wire is broken; from there on it only tells what would be. */
function wireAfter(hop: Hop, before: Wire): Wire {
  if (hop.state === 'block') return 'broken';
  if (before === 'broken' || before === 'predicted') return 'predicted';
  return hop.state === 'unknown' || hop.state === 'hidden' ? 'unknown' : before;
}
