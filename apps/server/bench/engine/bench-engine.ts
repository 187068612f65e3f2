/** How long the engine takes: the whole mesh judged, one question, and one pod's change to a new report. */
import { analyze, explain, type MeshState } from '@hopscope/core';
import { generateMesh, type MeshSize } from './generate-mesh.ts';

export interface EngineRow {
  what: string;
  /** milliseconds, over all rounds but the first */
  median: number;
  worst: number;
}

/** Measures on a mesh of that size; the first round warms the compiler up and is not counted. */
export function benchEngine(size: MeshSize, rounds: number): { size: string; rows: EngineRow[] } {
  const state = generateMesh(size);
  const full: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  const changed: number[] = [];
  let links = 0;
  for (let round = 0; round <= rounds; round++) {
    // A state whose every slice is new has no index and no finding remembered.
    const fresh = withNewSlices(state);
    const report = timed(full, () => analyze(fresh));
    links = report.graph.links.length;
    const query = report.graph.links[Math.floor(links / 2)]!.query;
    timed(warm, () => explain(fresh, query));
    timed(cold, () => explain(withNewSlices(state), query));
    timed(changed, () => analyze(withOnePodUnready(fresh, round)));
  }
  const pods = state.pods.length;
  return {
    size: `${state.services.length} services, ${pods} pods, ${links} links, ${size.nodes} nodes`,
    rows: [
      row('full analyze, nothing remembered', full),
      row('one explain, nothing remembered', cold),
      row('one explain on an analysed mesh', warm),
      row("one pod's change to a new report", changed),
    ],
  };
}

function timed<T>(into: number[], run: () => T): T {
  const start = performance.now();
  const value = run();
  into.push(performance.now() - start);
  return value;
}

function row(what: string, all: readonly number[]): EngineRow {
  const counted = all.slice(1).sort((a, b) => a - b);
  return { what, median: counted[Math.floor(counted.length / 2)] ?? 0, worst: counted.at(-1) ?? 0 };
}

function withNewSlices(state: MeshState): MeshState {
  const copy = Object.entries(state).map(([key, value]) => [key, Array.isArray(value) ? [...value] : value]);
  return Object.fromEntries(copy) as MeshState;
}

function withOnePodUnready(state: MeshState, round: number): MeshState {
  const index = state.pods.length - 1 - round;
  return { ...state, pods: state.pods.map((pod, i) => (i === index ? { ...pod, ready: false } : pod)) };
}

/** The rows as a table for a terminal. */
export function formatEngine({ size, rows }: { size: string; rows: EngineRow[] }): string {
  const lines = rows.map((r) => `| ${r.what} | ${r.median.toFixed(1)} | ${r.worst.toFixed(1)} |`);
  return [size, '', '| engine | median ms | worst ms |', '| --- | --- | --- |', ...lines].join('\n');
}
