import { describe, expect, it } from 'vitest';
import { createSliceJoin } from './reading-slices.ts';

describe('joining slices', () => {
  const list = (...names: string[]) => names.map((name) => ({ name })) as never[];

  it('has what both have, and keeps lists while neither changes', () => {
    const join = createSliceJoin();
    const [a, b] = [{ traffic: list('a'), logs: list('l') }, { traffic: list('b') }];
    const first = join(a, b);
    expect(first).toEqual({ traffic: list('a', 'b'), logs: list('l') });
    expect(first.logs).toBe(a.logs);
    expect(join({ ...a }, { ...b }).traffic).toBe(first.traffic);
    expect(join(a, { traffic: list('c') })).toEqual({ traffic: list('a', 'c'), logs: list('l') });
  });

  it('is the one where the other has nothing', () => {
    const join = createSliceJoin();
    const a = { traffic: list('a') };
    expect(join(a, {}).traffic).toBe(a.traffic);
    expect(join({}, a)).toEqual(a);
    expect(join({}, a).traffic).toBe(join({}, a).traffic);
  });
});
