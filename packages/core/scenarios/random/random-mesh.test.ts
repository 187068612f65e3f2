import { expect, test } from 'vitest';
import { seededChoices } from './choices.ts';
import { randomMesh } from './random-mesh.ts';

test('the same seed gives the same mesh, another seed another', () => {
  expect(randomMesh(3)).toEqual(randomMesh(3));
  expect(randomMesh(3)).not.toEqual(randomMesh(4));
});

test('a mesh has at least as many objects as asked for, each with a name of its own', () => {
  for (const objects of [40, 110, 300]) {
    const made = randomMesh(1, { objects });
    expect(made.length).toBeGreaterThanOrEqual(objects);
    expect(new Set(made.map((one) => `${one.kind} ${one.metadata.namespace} ${one.metadata.name}`)).size).toBe(
      made.length,
    );
  }
});

test('two meshes of different prefix share no name outside their namespaces', () => {
  const outside = (prefix: string) =>
    randomMesh(2, { prefix })
      .filter(({ metadata }) => metadata.namespace === undefined || metadata.namespace === 'istio-system')
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const known = new Set(outside('a-'));
  expect(outside('b-').filter((name) => known.has(name))).toEqual([]);
});

test('over some seeds every kind and the odd values occur', () => {
  const text = JSON.stringify(Array.from({ length: 12 }, (_, seed) => randomMesh(seed)));
  const words = ['"none"', '"None"', '"selector":{}', '"matchLabels":{}', 'CUSTOM', 'DYNAMIC_DNS', '"from":"Selector"'];
  for (const word of [
    ...words,
    'ExternalName',
    'EndpointSlice',
    'portLevelMtls',
    'dry-run',
    'use-waypoint-canary-weight',
  ])
    expect(text).toContain(word);
});

test('choices stay within what is asked for', () => {
  const choose = seededChoices(7);
  const drawn = Array.from({ length: 200 }, () => choose.int(3));
  expect(new Set(drawn)).toEqual(new Set([0, 1, 2]));
  for (let i = 0; i < 50; i++) {
    const some = choose.some(['a', 'b', 'c'], 1, 2);
    expect(some.length === 1 || some.length === 2).toBe(true);
    expect(new Set(some).size).toBe(some.length);
  }
  expect(choose.some([], 1, 2)).toEqual([]);
  expect(choose.chance(0)).toBe(false);
  expect(choose.chance(100)).toBe(true);
});
