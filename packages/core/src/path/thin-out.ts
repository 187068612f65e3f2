/** Alternatives multiply: callers, rules, endpoints and waypoint pods. What is walked stays few, and leaves none of them out. */
import type { Plan } from './follow.ts';

/** The plans to walk, and how many single things (not combinations) could not be covered by so few. */
export interface Thinned {
  kept: readonly Plan[];
  left: number;
}

/**
 * All plans where they are few. Else a selection that covers every backend with each kind of its endpoints, every caller
 * and every waypoint pod at least once; a kept plan stands for those of the same backend and endpoint, and takes their share.
 */
export function thinOut(plans: readonly Plan[], most: number): Thinned {
  if (plans.length <= most) return { kept: plans, left: 0 };
  const covered = new Set<unknown>();
  const isCovering = plans.map((plan) => {
    const parts = [endOf(plan), plan.caller, plan.waypointPod];
    const isNew = parts.some((part) => !covered.has(part));
    for (const part of parts) covered.add(part);
    return isNew;
  });
  const cover = plans.filter((_, i) => isCovering[i]);
  // What room is left goes to further combinations.
  const more = plans.filter((_, i) => !isCovering[i]).slice(0, Math.max(0, most - cover.length));
  const chosen = new Set([...cover.slice(0, most), ...more]);
  const kept = plans.filter((plan) => chosen.has(plan));
  return { kept: withShares(plans, kept), left: Math.max(0, cover.length - most) };
}

/** Where a plan ends: each caller may have the same choice of endpoints as an object of its own. */
const endOf = ({ backend, choice }: Plan): string =>
  `${backend?.name}:${backend?.port}:${backend?.subset?.name}|${choice.endpoint?.ip}:${choice.endpoint?.port}`;

/** The share of a way and its endpoint, over all callers and waypoint pods, divided among the plans that stand for it. */
function withShares(plans: readonly Plan[], kept: readonly Plan[]): Plan[] {
  const total = new Map<string, number>();
  const count = new Map<string, number>();
  for (const plan of plans) total.set(endOf(plan), (total.get(endOf(plan)) ?? 0) + plan.share);
  for (const plan of kept) count.set(endOf(plan), (count.get(endOf(plan)) ?? 0) + 1);
  return kept.map((plan) => ({ ...plan, share: (total.get(endOf(plan)) ?? 0) / (count.get(endOf(plan)) ?? 1) }));
}
