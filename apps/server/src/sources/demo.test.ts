import type { MeshState } from '@hopscope/core';
import { DEMO_STORY } from '@hopscope/core/scenarios';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDemoSource } from './demo.ts';

describe('createDemoSource', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.UTC(2026, 10, 20) }),
  );
  afterEach(() => void vi.useRealTimers());

  const setUp = async () => {
    const demo = createDemoSource(DEMO_STORY.map((chapter) => ({ ...chapter, seconds: 12 })));
    const states: MeshState[] = [];
    await demo.start((state) => states.push(state));
    return { demo, states };
  };

  it('plays the chapters in a loop and looks again now and then', async () => {
    const { demo, states } = await setUp();
    expect(states.map(({ takenAt }) => takenAt)).toEqual(['2026-11-20T00:00:00Z']);
    vi.advanceTimersByTime(10_000);
    expect(states.at(-1)!.takenAt).toBe('2026-11-20T00:00:10Z');
    vi.advanceTimersByTime(2_000);
    expect(demo.standing()).toMatchObject({ current: DEMO_STORY[1]!.id, secondsLeft: 12 });
    vi.advanceTimersByTime(12_000 * (DEMO_STORY.length - 1));
    expect(demo.standing().current).toBe(DEMO_STORY[0]!.id);
  });

  it('stays where it is pinned or paused, and goes on being looked at', async () => {
    const { demo, states } = await setUp();
    demo.pin('ztunnel');
    expect(states).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    expect(demo.standing()).toMatchObject({ current: 'ztunnel', pinned: true, secondsLeft: null });
    expect(states.at(-1)!.takenAt).toBe('2026-11-20T00:01:00Z');
    demo.pin(null);
    demo.setPaused(true);
    vi.advanceTimersByTime(60_000);
    expect(demo.standing()).toMatchObject({ current: 'ztunnel', pinned: false, paused: true });
    demo.setPaused(false);
    vi.advanceTimersByTime(12_000);
    expect(demo.standing().current).not.toBe('ztunnel');
  });

  it('is silent once stopped', async () => {
    const { demo, states } = await setUp();
    await demo.stop();
    vi.advanceTimersByTime(60_000);
    expect(states).toHaveLength(1);
  });
});
