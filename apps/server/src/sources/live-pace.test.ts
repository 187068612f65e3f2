import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPace, TIMING } from './live-pace.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const paced = (tookMs = 0) => {
  const at: number[] = [];
  const begun = Date.now();
  const pace = createPace(() => {
    at.push(Date.now() - begun);
    vi.setSystemTime(Date.now() + tookMs);
  }, TIMING);
  return { pace, at };
};

it('emits nothing before it is open, then at once', () => {
  const { pace, at } = paced();
  pace.due();
  vi.advanceTimersByTime(1_000);
  expect(at).toEqual([]);
  pace.open();
  expect(at).toEqual([1_000]);
  pace.stop();
});

it('an object that changes comes soon after quiet, and every pause while much changes', () => {
  const { pace, at } = paced();
  pace.open();
  vi.advanceTimersByTime(1_000);
  for (let i = 0; i < 10; i++) {
    pace.due();
    vi.advanceTimersByTime(100);
  }
  expect(at).toEqual([0, 1_030, 1_280, 1_530, 1_780]);
  pace.stop();
});

it('answers wait for two seconds and go along with an object that changes before', () => {
  const { pace, at } = paced();
  pace.open();
  for (let i = 0; i < 30; i++) {
    pace.answered();
    vi.advanceTimersByTime(100);
  }
  expect(at).toEqual([0, 2_000]);
  pace.due();
  vi.advanceTimersByTime(30);
  expect(at).toEqual([0, 2_000, 3_030]);
  pace.stop();
});

it('what takes long to judge is judged seldom, and the more so for answers alone', () => {
  const { pace, at } = paced(500);
  pace.open();
  pace.answered();
  vi.advanceTimersByTime(4_999);
  expect(at).toEqual([0, 5_000]);
  pace.due();
  vi.advanceTimersByTime(1_500);
  expect(at).toEqual([0, 5_000, 7_000]);
  pace.stop();
});

it('is looked at again although nothing changes', () => {
  const { pace, at } = paced();
  pace.open();
  vi.advanceTimersByTime(25_000);
  expect(at).toEqual([0, 10_000, 20_000]);
  pace.stop();
});
