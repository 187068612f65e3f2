import { describe, expect, it } from 'vitest';
import { failure, success } from './outcome.ts';
import { createProgress, TIMING } from './sync-progress.ts';

const DONE = success(null);
const REFUSED = failure('unreachable', 'connection refused');

function progressAt() {
  const clock = { now: 0 };
  return {
    clock,
    progress: createProgress(
      TIMING,
      () => 1,
      () => clock.now,
    ),
  };
}

describe('createProgress', () => {
  it('waits longer with each failure, up to the limit, and starts over after a good minute', () => {
    const { progress, clock } = progressAt();
    const waits = Array.from({ length: 8 }, () => {
      progress.began();
      return progress.ended('watch-list', REFUSED).waitMs;
    });
    expect(waits).toEqual([250, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    progress.began();
    progress.synced();
    clock.now += 61_000;
    expect(progress.ended('watch-list', REFUSED).waitMs).toBe(250);
  });

  it('varies waits between half and whole', () => {
    const least = createProgress(
      TIMING,
      () => 0,
      () => 0,
    );
    expect(least.ended('watch-list', REFUSED).waitMs).toBe(125);
  });

  it('obeys a server that asks to wait', () => {
    const { progress } = progressAt();
    expect(progress.ended('watch-list', failure('busy', 'wait', { retryAfterMs: 7_000 })).waitMs).toBe(7_000);
  });

  it('goes from pages to a watch, and from there on without listing', () => {
    const { progress } = progressAt();
    expect(progress.phase()).toBe('watch-list');
    progress.ended('watch-list', failure('refused', 'no watch-list'));
    expect(progress.phase()).toBe('pages');
    progress.reached('5');
    progress.synced();
    expect(progress.ended('pages', DONE)).toEqual({ verdict: 'fine', waitMs: 0 });
    expect(progress.phase()).toBe('watch');
    expect(progress.ended('watch', failure('gone', 'too old')).verdict).toBe('lost');
    expect(progress.phase()).toBe('pages');
  });

  it('does not hammer a server that ends each stream at once', () => {
    const { progress, clock } = progressAt();
    progress.reached('5');
    const waits = [0, 10, 5_000].map((lived) => {
      progress.began();
      progress.synced();
      clock.now += lived;
      return progress.ended('watch', DONE).waitMs;
    });
    expect(waits).toEqual([250, 1_000, 0]);
  });

  it('tries watching again after a few minutes of polling', () => {
    const { progress } = progressAt();
    progress.reached('5');
    progress.ended('watch', failure('forbidden', 'watch', { status: 403 }));
    const phases = Array.from({ length: 11 }, () => {
      const phase = progress.phase();
      progress.ended(phase, DONE);
      return phase;
    });
    expect(phases).toEqual([...Array(10).fill('poll'), 'watch-list']);
  });
});
