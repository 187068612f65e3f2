import { expect, it, vi } from 'vitest';
import { startCounting } from './count-upstream.ts';

it('twenty panels ask no more of the cluster and of Prometheus than one', async () => {
  const server = await startCounting();
  try {
    await vi.waitFor(async () => expect(new Set(await server.statuses())).toEqual(new Set([200])), 20_000);
    // What the server reads by itself goes on: that is counted too, and it is much less than what is read of panels.
    const [one, twenty] = [await server.watch(1, 4_000), await server.watch(20, 4_000)];
    expect([one.failed, twenty.failed]).toEqual([0, 0]);
    expect(twenty.reads).toBeGreaterThan(100);
    const slack = twenty.reads / 10;
    expect(twenty.cluster).toBeLessThanOrEqual(one.cluster + slack);
    expect(twenty.prometheus).toBeLessThanOrEqual(one.prometheus + slack);
    // They were asked through these counters.
    expect(server.total().cluster).toBeGreaterThan(0);
    expect(server.total().prometheus).toBeGreaterThan(0);
  } finally {
    await server.close();
  }
}, 60_000);
