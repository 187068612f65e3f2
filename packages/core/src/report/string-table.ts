/** Each text and each object of columns once; columns hold their positions. */
import type { Ref } from '../state/refs.ts';

/** An empty table: `text` and `ref` give the position of what is given, adding what is new. */
export function createTable() {
  const strings: string[] = [];
  const refs: Record<'kind' | 'namespace' | 'name', number[]> = { kind: [], namespace: [], name: [] };
  const known = new Map<string, number>();
  const knownRefs = new Map<string, number>();
  const text = (value: string): number => {
    const index = known.get(value);
    if (index !== undefined) return index;
    known.set(value, strings.length);
    return strings.push(value) - 1;
  };
  const ref = (value: Ref): number => {
    const key = `${value.kind} ${value.namespace}/${value.name}`;
    const index = knownRefs.get(key);
    if (index !== undefined) return index;
    knownRefs.set(key, refs.kind.length);
    refs.namespace.push(text(value.namespace));
    refs.name.push(text(value.name));
    return refs.kind.push(text(value.kind)) - 1;
  };
  return { strings, refs, text, ref };
}

export type Table = ReturnType<typeof createTable>;
