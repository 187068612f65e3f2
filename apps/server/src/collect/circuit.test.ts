import { expect, it } from 'vitest';
import { createCircuit } from './circuit.ts';

const failAll = (pods: readonly string[], now = 0) => {
  const circuit = createCircuit();
  for (const pod of pods) circuit.failed(pod, now);
  return circuit;
};

it('stays open to all while few fail, or always the same ones', () => {
  expect(failAll(['a', 'b', 'c', 'd', 'e']).isOpenTo(0)).toBe(true);
  expect(failAll(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']).isOpenTo(0)).toBe(true);
});

it('breaks when pod after pod fails; then one is tried at a time, ever more seldom', () => {
  const circuit = failAll(['a', 'b', 'c', 'd', 'e', 'f']);
  expect([circuit.isOpenTo(29_999), circuit.isOpenTo(30_000)]).toEqual([false, true]);
  circuit.asked(30_000);
  expect(circuit.isOpenTo(30_001)).toBe(false);
  circuit.failed('a', 31_000);
  expect([circuit.isOpenTo(90_999), circuit.isOpenTo(91_000)]).toEqual([false, true]);
  for (let i = 0; i < 20; i++) circuit.failed('a', 100_000);
  expect(circuit.retryAt).toBe(700_000);
});

it('one answer is enough', () => {
  const circuit = failAll(['a', 'b', 'c', 'd', 'e', 'f']);
  expect([circuit.answered(), circuit.isOpenTo(0), circuit.answered()]).toEqual([true, true, false]);
  circuit.failed('a', 0);
  expect(circuit.isOpenTo(0)).toBe(true);
});
