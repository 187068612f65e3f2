import { expect, it } from 'vitest';
import { killRounds } from './kill-rounds.ts';

it('30 times killed while writing: what was kept is there, and nothing half-written is served', async () => {
  const { told, lost, revived, broken, leftovers } = await killRounds(30);
  expect(told).toBeGreaterThan(0);
  expect({ lost, revived, broken, leftovers }).toEqual({ lost: 0, revived: 0, broken: 0, leftovers: 0 });
}, 120_000);
