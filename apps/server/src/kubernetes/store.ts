/** The trimmed objects of one reflector. */
import type { KubernetesObject } from './kinds.ts';

/** What happened to one object. `value` of a delete is the last one known. */
export type ObjectEvent<T> = { type: 'upsert'; key: string; value: T } | { type: 'delete'; key: string; value: T };

interface Entry<T> {
  name: string;
  version: string;
  value: T;
}

/** A full list being received, which will take the place of what is there. */
export interface Replacement<T> {
  add(raw: KubernetesObject): void;
  /** Makes the list current; the events are what changed, deletes first. */
  commit(): ObjectEvent<T>[];
}

export interface Store<T> {
  readonly size: number;
  /** Objects whose trimming threw; they are left out. */
  readonly skipped: number;
  values(): IterableIterator<T>;
  names(): IterableIterator<string>;
  /** null when nothing of interest changed. */
  upsert(raw: KubernetesObject): ObjectEvent<T> | null;
  remove(raw: KubernetesObject): ObjectEvent<T> | null;
  replace(): Replacement<T>;
  clear(): ObjectEvent<T>[];
}

/** A store that keeps only what `trim` returns; `trim` is pure and returns null for what is not wanted. */
export function createStore<T>(trim: (raw: KubernetesObject) => T | null): Store<T> {
  let entries = new Map<string, Entry<T>>();
  let skipped = 0;

  const trimmed = (raw: KubernetesObject): Entry<T> | null => {
    try {
      const value = trim(raw);
      return value === null ? null : { name: raw.metadata.name, version: raw.metadata.resourceVersion ?? '', value };
    } catch {
      // One odd object must not cost the whole kind; the status counts it.
      skipped += 1;
      return null;
    }
  };
  const drop = (key: string): ObjectEvent<T> | null => {
    const old = entries.get(key);
    if (old === undefined) return null;
    entries.delete(key);
    return { type: 'delete', key, value: old.value };
  };
  return {
    get size() {
      return entries.size;
    },
    get skipped() {
      return skipped;
    },
    *values() {
      for (const entry of entries.values()) yield entry.value;
    },
    *names() {
      for (const entry of entries.values()) yield entry.name;
    },
    upsert(raw) {
      const key = keyOf(raw);
      const entry = trimmed(raw);
      if (entry === null) return drop(key);
      const old = entries.get(key);
      if (old !== undefined && old.version !== '' && old.version === entry.version) return null;
      // Heartbeats change fields that are trimmed away: what is the same afterwards is no change.
      if (old !== undefined && JSON.stringify(old.value) === JSON.stringify(entry.value)) {
        entries.set(key, { ...entry, value: old.value });
        return null;
      }
      entries.set(key, entry);
      return { type: 'upsert', key, value: entry.value };
    },
    remove: (raw) => drop(keyOf(raw)),
    replace() {
      const fresh = new Map<string, Entry<T>>();
      skipped = 0;
      return {
        add(raw) {
          const entry = trimmed(raw);
          const key = keyOf(raw);
          const old = entries.get(key);
          const unchanged = entry !== null && old !== undefined && old.version !== '' && old.version === entry.version;
          if (unchanged) fresh.set(key, old);
          else if (entry !== null) fresh.set(key, entry);
        },
        commit() {
          const events = difference(entries, fresh);
          entries = fresh;
          return events;
        },
      };
    },
    clear() {
      const events = difference(entries, new Map());
      entries = new Map();
      return events;
    },
  };
}

function difference<T>(before: Map<string, Entry<T>>, after: Map<string, Entry<T>>): ObjectEvent<T>[] {
  const events: ObjectEvent<T>[] = [];
  for (const [key, { value }] of before) if (!after.has(key)) events.push({ type: 'delete', key, value });
  for (const [key, entry] of after)
    if (before.get(key) !== entry) events.push({ type: 'upsert', key, value: entry.value });
  return events;
}

function keyOf({ metadata }: KubernetesObject): string {
  return metadata.uid ?? `${metadata.namespace ?? ''}/${metadata.name}`;
}
