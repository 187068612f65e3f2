/** A source of choices that always chooses the same for the same seed: a random mesh can be made again from its number. */
export interface Choices {
  /** 0 … `below` - 1 */
  int(below: number): number;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** `least` to `most` different ones, in any order. */
  some<T>(list: readonly T[], least: number, most: number): T[];
}

/** Choices that follow from a seed (the generator splitmix32). */
export function seededChoices(seed: number): Choices {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const int = (below: number): number => next() % Math.max(1, below);
  return {
    int,
    chance: (percent) => int(100) < percent,
    pick: (list) => list[int(list.length)]!,
    some(list, least, most) {
      const left = [...list];
      const wanted = Math.min(left.length, least + int(most - least + 1));
      return Array.from({ length: wanted }, () => left.splice(int(left.length), 1)[0]!);
    },
  };
}
