import type { LayoutLink, PlacedNode } from './plan.ts';

/** A link as a straight line between two cards. */
interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

const LENGTH_WEIGHT = 1 / 600;
const ARC_LENGTH_WEIGHT = 1 / 120;

/** How hard a picture is to read: crossings first, long ways second. */
export function countTangles(nodes: ReadonlyMap<string, PlacedNode>, links: readonly LayoutLink[]): number {
  const lines: Line[] = [];
  let total = 0;
  for (const { from, to } of links) {
    const a = nodes.get(from)!;
    const b = nodes.get(to)!;
    if (a.band === b.band) {
      total += Math.abs(a.y - b.y) * ARC_LENGTH_WEIGHT + countUnder(a, b, nodes, links) + (a.y > b.y ? 0.2 : 0);
    } else {
      lines.push(a.band < b.band ? lineOf(a, b) : lineOf(b, a));
      total += Math.abs(a.y - b.y) * LENGTH_WEIGHT;
    }
  }
  return total + countCrossings(lines);
}

function lineOf(a: PlacedNode, b: PlacedNode): Line {
  return { x1: a.x + a.width, y1: a.y, x2: b.x, y2: b.y };
}

/** Links that leave to the right from under an arc cross it. */
function countUnder(
  a: PlacedNode,
  b: PlacedNode,
  nodes: ReadonlyMap<string, PlacedNode>,
  links: readonly LayoutLink[],
): number {
  const [top, bottom] = a.y < b.y ? [a.y, b.y] : [b.y, a.y];
  const crosses = ({ from, to }: LayoutLink) => {
    const caller = nodes.get(from)!;
    return caller.band === a.band && nodes.get(to)!.band > a.band && caller.y > top && caller.y < bottom;
  };
  return links.filter(crosses).length * 0.6;
}

export function countCrossings(lines: readonly Line[]): number {
  let crossings = 0;
  for (let i = 0; i < lines.length; i++) {
    for (let j = i + 1; j < lines.length; j++) if (isCrossing(lines[i]!, lines[j]!)) crossings++;
  }
  return crossings;
}

/** Over the width that both lines have in common, the upper one ends up below. */
function isCrossing(a: Line, b: Line): boolean {
  // Most pairs lie apart, which takes no division to see.
  if (Math.max(a.y1, a.y2) < Math.min(b.y1, b.y2) || Math.max(b.y1, b.y2) < Math.min(a.y1, a.y2)) return false;
  const left = Math.max(a.x1, b.x1);
  const right = Math.min(a.x2, b.x2);
  if (left >= right) return false;
  return (heightAt(a, left) - heightAt(b, left)) * (heightAt(a, right) - heightAt(b, right)) < 0;
}

function heightAt({ x1, y1, x2, y2 }: Line, x: number): number {
  return y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
}
