import { describe, expect, it } from 'vitest';
import { createCircuit } from './circuit.ts';

const failing = (times: number, now = 0) => {
  const circuit = createCircuit();
  for (let i = 0; i < times; i += 1) circuit.ended('unreachable', now);
  return circuit;
};

describe('a circuit', () => {
  it('stays closed for a few failures, and for those of one query', () => {
    expect(failing(2).waitMs(0)).toBe(0);
    const circuit = failing(2);
    circuit.ended('refused', 0);
    circuit.ended('timeout', 0);
    expect(circuit.waitMs(0)).toBe(0);
  });

  it('opens for half a minute, then one asks and the others wait', () => {
    const circuit = failing(3);
    expect(circuit.waitMs(1_000)).toBe(29_000);
    expect(circuit.waitMs(30_000)).toBe(0);
    expect(circuit.waitMs(30_000)).toBe(30_000);
  });

  it('what was under way when it opened does not hold it open for longer', () => {
    expect(failing(5).waitMs(0)).toBe(30_000);
  });

  it('waits twice as long after each trial that fails, up to five minutes', () => {
    const circuit = failing(3);
    let now = 0;
    const waits = Array.from({ length: 6 }, () => {
      const wait = circuit.waitMs(now);
      now += wait;
      expect(circuit.waitMs(now)).toBe(0);
      circuit.ended('timeout', now);
      return wait / 1000;
    });
    expect(waits).toEqual([30, 60, 120, 240, 300, 300]);
  });

  it('closes with the first answer', () => {
    const circuit = failing(3);
    circuit.waitMs(30_000);
    circuit.ended(null, 30_100);
    expect(circuit.waitMs(30_100)).toBe(0);
    circuit.ended('timeout', 30_200);
    expect(circuit.waitMs(30_200)).toBe(0);
  });
});
