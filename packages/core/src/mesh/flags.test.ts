import { expect, test } from 'vitest';
import { isFlagSet } from './flags.ts';
import { istiod } from './policy/small-policies.ts';
import { meshConfig, smallMesh } from './small-mesh.ts';

test.each([
  ['true', false, true],
  ['1', false, true],
  ['false', true, false],
  ['0', true, false],
  ['', true, true],
  ['perhaps', false, false],
])('a flag that says %j, by default %s, is %s', (value, byDefault, expected) => {
  expect(isFlagSet(smallMesh({ controllers: [istiod({ PILOT_X: value })] }), 'PILOT_X', byDefault)).toBe(expected);
});

test('without istiod the default holds', () => {
  expect(isFlagSet(smallMesh({}), 'PILOT_X', true)).toBe(true);
  const other = istiod({ PILOT_X: 'false' }, { template: { app: 'other' } });
  expect(isFlagSet(smallMesh({ controllers: [other] }), 'PILOT_X', true)).toBe(true);
});

test('of several istiods the one of the mesh’s revision counts', () => {
  const controllers = [
    istiod({ PILOT_X: 'false' }),
    istiod({ PILOT_X: 'true' }, { name: 'istiod-canary', labels: { 'istio.io/rev': 'canary' } }),
  ];
  expect(isFlagSet(smallMesh({ controllers }), 'PILOT_X', false)).toBe(false);
  expect(isFlagSet(smallMesh({ controllers, meshConfig: meshConfig({ revision: 'canary' }) }), 'PILOT_X', false)).toBe(
    true,
  );
});
