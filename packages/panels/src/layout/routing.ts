import { chooseGap, findGaps, type Gap, spreadInGap } from './gaps.ts';
import type { Placement } from './place.ts';
import { compareIds, type LayoutLink, type PlacedNode, type Point } from './plan.ts';

/** A link on its way: the strips it takes through the bands between its ends. */
export interface Route {
  readonly link: LayoutLink;
  readonly from: PlacedNode;
  readonly to: PlacedNode;
  /** 1 = to the right, -1 = back to the left, 0 = within its own band */
  readonly direction: 1 | -1 | 0;
  /** places that the line passes level, in walking order */
  readonly passes: { readonly band: number; y: number }[];
  start: Point;
  end: Point;
}

const PORT_STEP = 5;
const PORT_MARGIN = 6;

/** Finds every link a way that no card stands in. */
export function routeLinks(placement: Placement, links: readonly LayoutLink[]): Route[] {
  const sorted = [...links].sort((a, b) => compareIds(a.id, b.id));
  const gaps = findGaps(placement);
  const routes = sorted.map((link) => openRoute(placement, link));
  spreadRoutes(routes, gaps);
  attachRoutes(routes);
  return routes;
}

function openRoute({ nodes }: Placement, link: LayoutLink): Route {
  const from = nodes.get(link.from)!;
  const to = nodes.get(link.to)!;
  const direction = Math.sign(to.band - from.band) as Route['direction'];
  const passes: Route['passes'] = [];
  for (let band = from.band + direction; band !== to.band; band += direction) passes.push({ band, y: 0 });
  const start = { x: direction === -1 ? from.x : from.x + from.width, y: middleOf(from) };
  const end = { x: direction === 1 ? to.x : to.x + to.width, y: middleOf(to) };
  return { link, from, to, direction, passes, start, end };
}

function middleOf({ y, height }: PlacedNode): number {
  return y + height / 2;
}

function spreadRoutes(routes: readonly Route[], gaps: readonly Gap[][]): void {
  const users = new Map<string, { gap: Gap; pass: { y: number }; wish: number; slope: number }[]>();
  for (const { from, to, passes, start, end } of routes) {
    let last = start.y;
    passes.forEach((pass, index) => {
      const straight = start.y + ((end.y - start.y) * (index + 1)) / (passes.length + 1);
      const gap = chooseGap(gaps[pass.band]!, (straight + last) / 2);
      last = Math.min(gap.bottom, Math.max(gap.top, straight));
      const wish = { gap, pass, wish: last, slope: from.y + to.y };
      users.set(gap.key, [...(users.get(gap.key) ?? []), wish]);
    });
  }
  for (const wishes of users.values()) {
    const inOrder = wishes.sort((a, b) => a.wish - b.wish || a.slope - b.slope);
    const heights = spreadInGap(
      inOrder[0]!.gap,
      inOrder.map(({ wish }) => wish),
    );
    inOrder.forEach(({ pass }, index) => {
      pass.y = heights[index]!;
    });
  }
}

/** Spreads the ends of links along the side of a card, in the order of where they go next. */
function attachRoutes(routes: readonly Route[]): void {
  const sides = new Map<string, { card: PlacedNode; next: number; set: (y: number) => void }[]>();
  const add = (card: PlacedNode, isRight: boolean, next: number, set: (y: number) => void) => {
    const key = `${card.id} ${isRight}`;
    sides.set(key, [...(sides.get(key) ?? []), { card, next, set }]);
  };
  for (const route of routes) {
    const { from, to, direction, passes, start, end } = route;
    add(from, direction !== -1, passes[0]?.y ?? end.y, (y) => {
      route.start = { x: start.x, y };
    });
    add(to, direction !== 1, passes.at(-1)?.y ?? start.y, (y) => {
      route.end = { x: end.x, y };
    });
  }
  for (const ports of sides.values()) {
    ports.sort((a, b) => a.next - b.next);
    const { card } = ports[0]!;
    const room = card.height - 2 * PORT_MARGIN;
    const step = ports.length > 1 ? Math.min(PORT_STEP, room / (ports.length - 1)) : 0;
    const first = middleOf(card) - (step * (ports.length - 1)) / 2;
    ports.forEach(({ set }, index) => {
      set(first + index * step);
    });
  }
}
