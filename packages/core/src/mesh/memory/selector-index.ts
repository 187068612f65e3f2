/** Finds what selects a set of labels without comparing it with every selector. */
import type { Labels } from '../../state/metadata.ts';
import { matchesLabels } from '../service/selector.ts';
import { groupBy } from './look-up.ts';

/**
 * Answers what selects a set of labels, in the order given; an empty selector selects nothing (S3). Selectors are filed under
 * one of their pairs. Replicas share one labels object, so all but the first find its answer.
 */
export function indexSelectors<T>(
  items: readonly T[],
  selectorOf: (item: T) => Labels | null,
): (labels: Labels) => readonly T[] {
  const selective = items.filter((item) => Object.keys(selectorOf(item) ?? {}).length > 0);
  const byPair = groupBy(selective, (item) => pairText(Object.entries(selectorOf(item)!)[0]!));
  const order = new Map(selective.map((item, i) => [item, i]));
  const known = new WeakMap<Labels, readonly T[]>();
  return (labels) => {
    let found = known.get(labels);
    if (!found) {
      found = Object.entries(labels)
        .flatMap((pair) => byPair.get(pairText(pair)) ?? [])
        .filter((item) => matchesLabels(selectorOf(item)!, labels))
        .sort((a, b) => order.get(a)! - order.get(b)!);
      known.set(labels, found);
    }
    return found;
  };
}

const pairText = ([key, value]: readonly [string, string]): string => `${key}=${value}`;
