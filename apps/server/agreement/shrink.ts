/** Delta debugging: the fewest items for which something still holds. */

/**
 * Leaves out parts of a list, large ones first, as long as `holds` says that it still holds; ends with a list of which no
 * single item can be left out, or after so many trials. `holds` must be true of the whole list.
 */
export async function shrinkList<T>(
  items: readonly T[],
  holds: (items: readonly T[]) => Promise<boolean>,
  trials = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  let kept = [...items];
  let left = trials;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      if (left-- <= 0) return kept;
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await holds(fewer)) kept = fewer;
      else from += size;
    }
  }
  return kept;
}
