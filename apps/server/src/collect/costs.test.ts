import { expect, it } from 'vitest';
import { COST_WINDOW_MS, createCosts } from './costs.ts';

it('adds up the last five minutes of each tier', () => {
  const costs = createCosts();
  costs.add(1, { requests: 1, bytes: 100, cpuMs: 2 }, 0);
  costs.add(1, { requests: 1, bytes: 50 }, 60_000);
  costs.add(2, { cpuMs: 9 }, 60_000);
  expect(costs.of(1, 60_000)).toEqual({ requests: 2, bytes: 150, cpuMs: 2 });
  expect(costs.of(2, 60_000)).toEqual({ requests: 0, bytes: 0, cpuMs: 9 });
  expect(costs.of(1, COST_WINDOW_MS)).toEqual({ requests: 1, bytes: 50, cpuMs: 0 });
  costs.add(1, { requests: 1 }, 3 * COST_WINDOW_MS);
  expect(costs.of(1, 3 * COST_WINDOW_MS).requests).toBe(1);
  expect(costs.of(3, 0).requests).toBe(0);
});
