import { expect, test } from 'vitest';
import { pod } from '../mesh/small-mesh.ts';
import type { Caller, Choice } from './facts.ts';
import type { Plan } from './follow.ts';
import { thinOut } from './thin-out.ts';

/** Every combination of so many callers, backends with endpoints, and waypoint pods. */
function plansOf(callers: number, backends: number, endpoints: number, pods: number): Plan[] {
  const some = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const waypointPods = some(pods, (i) => pod(`shop/wp-${i}`));
  const choices = some(backends, (b) =>
    some(
      endpoints,
      (e): Choice => ({ choice: null, endpoint: { pod: null, ip: `10.0.${b}.${e}`, port: 80 }, alike: 1, of: 1 }),
    ),
  );
  return some(callers, (i) => ({ name: `caller-${i}` }) as Caller).flatMap((caller) =>
    choices.flatMap((list, b) =>
      list.flatMap((choice) =>
        waypointPods.map((waypointPod) => {
          const backend = { addressee: { kind: 'unknown', address: '' }, port: 80, name: `b-${b}` } as Plan['backend'];
          return { caller, choice, waypointPod, backend, share: 1 / (callers * backends * endpoints * pods) } as Plan;
        }),
      ),
    ),
  );
}

const sum = (plans: readonly Plan[], name?: string): number =>
  Math.round(
    plans
      .filter((plan) => name === undefined || plan.backend?.name === name)
      .reduce((all, plan) => all + plan.share, 0) * 1000,
  ) / 1000;

test('few plans are walked as they are', () => {
  const plans = plansOf(2, 2, 2, 2);
  expect(thinOut(plans, 24)).toEqual({ kept: plans, left: 0 });
});

test('many are thinned out to a selection that leaves nothing out, with the shares of all', () => {
  const plans = plansOf(4, 5, 3, 4);
  const { kept, left } = thinOut(plans, 24);
  expect(left).toBe(0);
  expect(kept).toHaveLength(24);
  for (const part of ['caller', 'choice', 'waypointPod'] as const)
    expect(new Set(kept.map((plan) => plan[part])).size).toBe(new Set(plans.map((plan) => plan[part])).size);
  expect(sum(kept)).toBe(1);
  expect(sum(kept, 'b-0')).toBe(0.2);
});

test('what does not fit is counted, not forgotten', () => {
  const { kept, left } = thinOut(plansOf(1, 40, 1, 1), 24);
  expect([kept.length, left]).toEqual([24, 16]);
});
