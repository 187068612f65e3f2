import { describe, expect, it } from 'vitest';
import { failure, success } from '../kubernetes/outcome.ts';
import type { PrometheusClient } from './client.ts';
import { createTrafficRanges } from './ranges.ts';

const AT = Date.parse('2026-11-20T10:00:07Z');

function clientOf(fails = false) {
  const asked: (number | undefined)[] = [];
  const client: PrometheusClient = {
    ...{ url: '', matchers: [], windowSeconds: 300, close: async () => {} },
    async ask(_query, { at }) {
      asked.push(at);
      await new Promise((done) => setTimeout(done, 1));
      return fails ? failure('timeout', 'slow') : success({ bytes: 0, wireBytes: 0, results: 0, ms: 0, cpuMs: 0 });
    },
  };
  return { ranges: createTrafficRanges(client), asked };
}

describe('ranges of traffic', () => {
  it('that end in the same quarter of a minute are read once', async () => {
    const { ranges, asked } = clientOf();
    const [first, second] = [
      ranges.read({ at: AT, windowSeconds: 600 }),
      ranges.read({ at: AT + 5_000, windowSeconds: 600 }),
    ];
    expect(await first).toBe(await second);
    expect(asked).toEqual(Array(8).fill(Date.parse('2026-11-20T10:00:00Z')));
    await ranges.read({ at: AT, windowSeconds: 60 });
    expect(asked).toHaveLength(16);
  });

  it('are read two at a time', async () => {
    const { ranges } = clientOf();
    const two = [60, 120].map((windowSeconds) => ranges.read({ at: AT, windowSeconds }));
    expect(ranges.read({ at: AT, windowSeconds: 180 })).toBeNull();
    await Promise.all(two);
    expect(await ranges.read({ at: AT, windowSeconds: 180 })).toHaveLength(8);
  });

  it('that failed are asked for again, and only so many are kept', async () => {
    const failing = clientOf(true);
    await failing.ranges.read({ at: AT, windowSeconds: 60 });
    await failing.ranges.read({ at: AT, windowSeconds: 60 });
    expect(failing.asked).toHaveLength(16);
    const { ranges, asked } = clientOf();
    for (let i = 0; i < 9; i += 1) await ranges.read({ at: AT, windowSeconds: 60 + i });
    await ranges.read({ at: AT, windowSeconds: 60 });
    expect(asked).toHaveLength(80);
  });
});
