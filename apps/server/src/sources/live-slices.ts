/** The slices of a state from the kinds of a cluster; a slice keeps its array while none of its kinds changed. */
import { type EntitySlice, type GroupedSlices, groupBy, KINDS, type Normalized, sortEntities } from '@hopscope/core';

/** The objects of a kind: the same array until they change. */
export type KindObjects = (kind: string) => readonly Normalized[];

export interface LiveSlices {
  slices: GroupedSlices;
  /** what belongs to no slice: configurations */
  configs: Normalized[];
}

interface Held {
  parts: readonly (readonly Normalized[])[];
  entities: readonly unknown[];
}

/** Remembers which slice each kind fills, and what each slice was made of. */
export function createSlicer(
  kinds: readonly string[] = KINDS.map(({ kind }) => kind),
): (objects: KindObjects) => LiveSlices {
  const held = new Map<EntitySlice, Held>();
  const sliceOfKind = new Map<string, EntitySlice>();
  const entitiesIn = (slice: EntitySlice, parts: Held['parts']): readonly unknown[] => {
    const known = held.get(slice);
    if (known !== undefined && isSame(known.parts, parts)) return known.entities;
    const entities = sortEntities(entitiesOf(parts));
    held.set(slice, { parts, entities });
    return entities;
  };
  return (objects) => {
    const lists = kinds.map((kind) => ({ kind, list: objects(kind) }));
    for (const { kind, list } of lists) if (list[0] && 'slice' in list[0]) sliceOfKind.set(kind, list[0].slice);
    const groups = groupBy(lists, ({ kind }) => sliceOfKind.get(kind) ?? '');
    const slices: Record<string, readonly unknown[]> = {};
    for (const [slice, parts] of groups) {
      if (slice === '') continue;
      slices[slice] = entitiesIn(
        slice as EntitySlice,
        parts.map(({ list }) => list),
      );
    }
    const configs = (groups.get('') ?? []).flatMap(({ list }) => list);
    return { slices: slices as GroupedSlices, configs };
  };
}

function isSame(a: Held['parts'], b: Held['parts']): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

function entitiesOf(parts: Held['parts']): unknown[] {
  return parts.flatMap((part) => part.flatMap((item) => ('slice' in item ? [item.entity] : [])));
}
