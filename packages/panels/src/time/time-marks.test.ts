import { describe, expect, it } from 'vitest';
import { type MeshChange, toneOf } from './change.ts';
import { marksOf, stepTime, timesOf } from './time-marks.ts';

const T0 = Date.parse('2026-11-20T14:00:00Z');

function change(second: number, part: Partial<MeshChange> = {}): MeshChange {
  const usual = { kind: 'object', what: 'changed', subject: '', namespaces: [], before: '', after: '', sentence: '' };
  return { ...(usual as Omit<MeshChange, 'at'>), at: new Date(T0 + second * 1000).toISOString(), ...part };
}

const fails = { kind: 'link', before: 'delivered', after: 'blocked' } as const;
const works = { kind: 'link', before: 'blocked', after: 'delivered' } as const;

describe('toneOf', () => {
  it.each([
    ['a call that fails now', fails, 'worse'],
    ['a call that works again', works, 'better'],
    ['a reason that came', { kind: 'cause', before: '', after: 'broken' }, 'worse'],
    ['a reason that went', { kind: 'cause', before: 'broken', after: '' }, 'better'],
    ['something that cannot be judged any more', { kind: 'link', before: 'delivered', after: 'unknown' }, 'plain'],
    ['a component that appeared and is well', { kind: 'component', before: '', after: 'ok' }, 'plain'],
    ['an object, whatever became of it', { kind: 'object' }, 'plain'],
  ] as const)('%s', (_, part, tone) => {
    expect(toneOf(change(0, part))).toBe(tone);
  });
});

describe('marksOf', () => {
  it('joins what stands close together, says the worst of it, and draws that last', () => {
    const marks = marksOf([change(10), change(10.3, fails), change(80, works), change(50)], T0, T0 + 100_000);
    expect(marks.map(({ tone, count }) => [tone, count])).toEqual([
      ['plain', 1],
      ['better', 1],
      ['worse', 2],
    ]);
    expect(marks[2]!.at).toBeCloseTo(0.1015);
  });

  it('leaves out what lies outside of the line, and stands a line of no length', () => {
    expect(marksOf([change(-5), change(200)], T0, T0 + 100_000)).toEqual([]);
    expect(marksOf([change(0)], T0, T0)).toHaveLength(1);
  });
});

it('steps from change to change, each time once', () => {
  const times = timesOf([change(30), change(10), change(30)]);
  expect(times).toEqual([T0 + 10_000, T0 + 30_000]);
  expect(stepTime(times, T0 + 30_000, -1)).toBe(T0 + 10_000);
  expect(stepTime(times, T0, 1)).toBe(T0 + 10_000);
  expect(stepTime(times, T0 + 30_000, 1)).toBeNull();
  expect(stepTime(times, T0 + 10_000, -1)).toBeNull();
});
