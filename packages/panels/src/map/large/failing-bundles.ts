/** Failing links seen from far: those between the same two islands are one line, which says how many it is. */
import { type LinkLook, LOOK_ORDER } from '../link-look.ts';
import type { Curve } from './link-curve.ts';
import { curveOf } from './link-curve.ts';
import type { Pen } from './scene.ts';

export interface FailingBundle {
  readonly curve: Curve;
  /** of the worst of them */
  readonly look: LinkLook;
  readonly count: number;
  readonly isLit: boolean;
}

/** Failing links between islands, added up, the fewest first. What fails inside an island is told by its own mark. */
export function failingBundles({ scene, view }: Pen): FailingBundle[] {
  const { mesh, states, light } = scene;
  const { structure, layout } = mesh;
  const lit = new Set(light.links);
  const sums = new Map<number, { from: number; to: number; look: LinkLook; count: number; isLit: boolean }>();
  for (const link of states.problems) {
    const [from, to] = [structure.groupOf[structure.from[link]!]!, structure.groupOf[structure.to[link]!]!];
    if (from === to) continue;
    const { look } = states.links[link]!;
    const key = from * structure.groups.length + to;
    const sum = sums.get(key) ?? { from, to, look, count: 0, isLit: light.rest === 'none' };
    sum.count++;
    sum.isLit ||= lit.has(link);
    if (LOOK_ORDER.indexOf(look) < LOOK_ORDER.indexOf(sum.look)) sum.look = look;
    sums.set(key, sum);
  }
  const middle = (group: number) => [layout.islandX[group]!, layout.islandY[group]!] as const;
  return [...sums.values()]
    .sort((a, b) => a.count - b.count)
    .map(({ from, to, look, count, isLit }) => ({
      look,
      count,
      isLit,
      curve: curveOf(view, middle(from), middle(to)),
    }));
}
