import { analyze } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { createHistory } from './history.ts';
import type { Snapshot } from './snapshot.ts';

const START = Date.parse('2026-11-20T10:00:00Z');
const state = demoState('rest');
const report = analyze(state);
const at = (second: number, revision = second): Snapshot => {
  const takenAt = new Date(START + second * 1000).toISOString();
  return { state, report: { ...report, asOf: takenAt }, revision, etag: '' };
};
const seconds = (history: ReturnType<typeof createHistory>): number[] =>
  history.moments().map((moment) => (Date.parse(moment.at) - START) / 1000);

describe('createHistory', () => {
  it('finds what was current at a time', () => {
    const history = createHistory();
    for (const second of [0, 10, 20]) history.add(at(second));
    expect(history.at(START - 1)).toBeNull();
    expect(history.at(START + 15_000)?.revision).toBe(10);
    expect(history.at(START + 99_000)?.revision).toBe(20);
    expect(history.of(10)?.revision).toBe(10);
    expect(history.of(11)).toBeNull();
  });

  it('keeps a revision once', () => {
    const history = createHistory();
    history.add(at(0, 7));
    history.add(at(10, 7));
    expect(seconds(history)).toEqual([0]);
  });

  it('keeps the first and the last, and more of the last minutes than of those before', () => {
    const history = createHistory({ snapshots: 20, items: Infinity });
    for (let second = 0; second <= 3600; second += 10) history.add(at(second));
    const kept = seconds(history);
    expect(kept.length).toBe(20);
    expect([kept[0], kept.at(-1)]).toEqual([0, 3600]);
    const lastTenth = kept.filter((second) => second > 3240).length;
    expect(lastTenth).toBeGreaterThan(20 / 4);
    const gaps = kept.slice(1).map((second, i) => second - kept[i]!);
    expect(Math.max(...gaps)).toBeLessThan(1800);
  });

  it('holds fewer of a large mesh', () => {
    const items = report.graph.links.length + report.graph.nodes.length;
    const history = createHistory({ snapshots: 240, items: items * 1000 });
    const few = createHistory({ snapshots: 240, items: 1 });
    for (let second = 0; second < 30; second += 1) for (const one of [history, few]) one.add(at(second));
    expect(seconds(history).length).toBe(30);
    expect(seconds(few)).toEqual([0, 29]);
  });

  it('does not keep alive what is remembered of the state itself', () => {
    const history = createHistory();
    history.add(at(0));
    expect(history.of(0)?.state).not.toBe(state);
    expect(history.of(0)?.state.pods).toBe(state.pods);
  });
});
