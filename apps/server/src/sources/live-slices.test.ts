import { type Normalized, normalizeObject } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { createSlicer } from './live-slices.ts';

const objectOf = (kind: string, name: string, apiVersion = 'v1', more: object = {}): Normalized =>
  normalizeObject({ apiVersion, kind, metadata: { name, namespace: 'a' }, ...more })!;

describe('createSlicer', () => {
  const setUp = () => {
    const kinds: Record<string, Normalized[]> = {
      Pod: [objectOf('Pod', 'b'), objectOf('Pod', 'a')],
      Deployment: [objectOf('Deployment', 'x', 'apps/v1')],
      ReplicaSet: [objectOf('ReplicaSet', 'x-1', 'apps/v1')],
      ConfigMap: [objectOf('ConfigMap', 'istio', 'v1', { data: { mesh: 'trustDomain: td' } })],
    };
    const slice = createSlicer();
    return { kinds, read: () => slice((kind) => kinds[kind] ?? []) };
  };

  it('sorts entities and sets configurations apart', () => {
    const { slices, configs } = setUp().read();
    expect(slices.pods!.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(slices.controllers!.map(({ name }) => name)).toEqual(['x', 'x-1']);
    expect(configs).toHaveLength(1);
  });

  it('keeps the array of a slice while none of its kinds changed', () => {
    const { kinds, read } = setUp();
    const before = read().slices;
    kinds['ReplicaSet'] = [...kinds['ReplicaSet']!, objectOf('ReplicaSet', 'x-2', 'apps/v1')];
    const after = read().slices;
    expect(after.pods).toBe(before.pods);
    expect(after.controllers).not.toBe(before.controllers);
    expect(after.controllers).toHaveLength(3);
  });

  it('empties a slice whose last object went away', () => {
    const { kinds, read } = setUp();
    read();
    kinds['Pod'] = [];
    expect(read().slices.pods).toEqual([]);
  });
});
